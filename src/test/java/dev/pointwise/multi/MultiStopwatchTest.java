package dev.pointwise.multi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tuning;
import dev.pointwise.testing.SeveralProvider;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiStopwatchTest {
  private final List<String> calls = new ArrayList<>();
  private final DeviceGroup group =
      DeviceGroup.open(new SeveralProvider(2, this::backend), List.of(0, 1), Tuning.OFF);

  /** A backend that only notes its calls. */
  private Backend backend(int device) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName() + " " + device);
              return null;
            });
  }

  private final class Fixed implements Stopwatch {
    private final int device;
    private final double seconds;

    Fixed(int device, double seconds) {
      this.device = device;
      this.seconds = seconds;
    }

    @Override
    public void start() {
      calls.add("start " + device);
    }

    @Override
    public void stop() {
      calls.add("stop " + device);
    }

    @Override
    public double seconds() {
      return seconds;
    }

    @Override
    public void close() {
      calls.add("close " + device);
    }
  }

  @Test
  void saysTheLongestTimeSinceAllDevicesWereIdle() {
    for (double[] seconds : new double[][] {{1, 3}, {3, 1}}) {
      calls.clear();
      try (Stopwatch stopwatch =
          new MultiStopwatch(group, List.of(new Fixed(0, seconds[0]), new Fixed(1, seconds[1])))) {
        stopwatch.start();
        stopwatch.stop();
        assertEquals(3, stopwatch.seconds());
      }
      assertEquals(
          List.of(
              "synchronize 0",
              "synchronize 1",
              "start 0",
              "start 1",
              "stop 0",
              "stop 1",
              "close 1",
              "close 0"),
          calls);
    }
  }
}
