package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The best sample counts, if it is long enough. */
class BestTimeTest {
  private int runs;

  /** Says for each sample what a function makes of the number of its runs. */
  private final class Scripted implements Stopwatch {
    private final List<Integer> samples = new ArrayList<>();
    private final IntToDoubleFunction script;
    private int before;

    Scripted(IntToDoubleFunction script) {
      this.script = script;
    }

    @Override
    public void start() {
      before = runs;
    }

    @Override
    public void stop() {
      samples.add(runs - before);
    }

    @Override
    public double seconds() {
      return script.applyAsDouble(samples.getLast());
    }

    @Override
    public void close() {}
  }

  @Test
  void samplesAreLongEnough() {
    Scripted clock = new Scripted(count -> count * 10e-6);
    assertEquals(10e-6, BestTime.of(clock, 0, () -> runs++), 1e-12);
    assertEquals(List.of(1, 2, 4, 8, 16, 32, 32, 32), clock.samples);
  }

  /** A sample too short for the clock is no sample, however fast it seems. */
  @Test
  void shortSamplesDoNotCount() {
    Scripted clock = new Scripted(count -> count == 1 ? 0 : count * 100e-6);
    assertEquals(100e-6, BestTime.of(clock, 0, () -> runs++), 1e-12);
  }

  @Test
  void disturbedSamplesDoNotCount() {
    double[] times = {9e-3, 3e-3, 5e-3};
    int[] sample = {0};
    Scripted clock = new Scripted(count -> times[sample[0]++]);
    assertEquals(3e-3, BestTime.of(clock, 0, () -> runs++), 1e-12);
  }

  @Test
  void endsThoughTheClockStandsStill() {
    double best = BestTime.of(new Scripted(count -> 0), 0, () -> runs++);
    assertEquals(0, best);
    assertTrue(runs > 1 << 20);
  }
}
