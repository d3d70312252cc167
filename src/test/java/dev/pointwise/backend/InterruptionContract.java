package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends no call, spoils nothing, and is still there afterwards. */
interface InterruptionContract extends BackendSource {
  /** Runs of a thread that is interrupted all the time. */
  int INTERRUPTED_RUNS = 40;

  private static void assertKept(String call) {
    assertTrue(Thread.currentThread().isInterrupted(), "the interrupt is lost after " + call);
  }

  @Test
  @Timeout(60)
  default void keepsTheInterruptThroughEveryCall() {
    ConvSpec spec = ConvSpec.of(24, 16).activation(Activation.RELU);
    Operands operands = Operands.integers(spec, spec.input(2, 7, 7), true, false, 11);
    float[] expected = expected(spec, operands);
    Thread.currentThread().interrupt();
    try (Backend own = open();
        ConvLayer layer = own.prepare(spec, operands.weights());
        Tensor x = own.upload(operands.x())) {
      assertKept("opening, preparing and uploading");
      try (Tensor y = layer.run(x);
          Recording recording = own.record(() -> layer.runInto(x, null, y));
          Stopwatch stopwatch = own.stopwatch()) {
        assertKept("running and recording");
        assertArrayEquals(expected, y.download().toArray());
        y.write(HostTensors.full(y.spec(), Float.NaN));
        stopwatch.start();
        recording.replay();
        stopwatch.stop();
        assertTrue(stopwatch.seconds() >= 0);
        own.synchronize();
        assertKept("replaying and waiting");
        assertArrayEquals(expected, y.download().toArray());
        try (Tensor copy = own.allocate(y.spec())) {
          own.copy(y, copy);
          assertArrayEquals(expected, copy.download().toArray());
        }
        assertKept("copying and downloading");
      }
      assertKept("closing");
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt is lost after closing the backend");
    }
  }

  private static float[] expected(ConvSpec spec, Operands operands) {
    return Oracle.compute(spec, operands.weights(), operands.x(), null)
        .toHost(spec.precision().output())
        .toArray();
  }

  /** Interrupts come at any time, in the middle of transfers as well. */
  @Test
  @Timeout(120)
  default void computesAndTransfersWhileItIsInterrupted() throws Exception {
    ConvSpec spec = ConvSpec.of(8, 8);
    Operands operands = Operands.integers(spec, spec.input(2, 32, 32), true, false, 12);
    float[] expected = expected(spec, operands);
    AtomicBoolean done = new AtomicBoolean();
    Thread working = Thread.currentThread();
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        ConvLayer layer = backend().prepare(spec, operands.weights())) {
      Future<?> interrupting =
          threads.submit(
              () -> {
                while (!done.get()) {
                  working.interrupt();
                  Thread.onSpinWait();
                }
              });
      try {
        for (int run = 0; run < INTERRUPTED_RUNS; run++) {
          try (Tensor x = backend().upload(operands.x());
              Tensor y = layer.run(x)) {
            operandsAreReused(x, y, layer, expected);
          }
        }
      } finally {
        done.set(true);
        while (!interrupting.isDone()) {
          Thread.onSpinWait();
        }
        Thread.interrupted();
      }
      interrupting.get();
    }
  }

  private void operandsAreReused(Tensor x, Tensor y, ConvLayer layer, float[] expected) {
    assertArrayEquals(expected, y.download().toArray());
    Thread.interrupted();
    try (Tensor twice = layer.runConcat(List.of(x))) {
      assertArrayEquals(expected, twice.download().toArray());
    }
  }
}
