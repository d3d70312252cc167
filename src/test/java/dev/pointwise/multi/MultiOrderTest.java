package dev.pointwise.multi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.backend.Tuning;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import dev.pointwise.testing.OracleBackend;
import dev.pointwise.testing.SeveralProvider;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work of two threads on one tensor comes in one order, the same on all devices. */
class MultiOrderTest {
  private static final ConvSpec DOUBLING = ConvSpec.of(1, 1);
  private static final TensorSpec INPUT = DOUBLING.input(4, 1, 1);

  private final CountDownLatch firstHasRun = new CountDownLatch(1);

  /** Two devices, the first of which tells when it has read its part of the input. */
  private Backend open() {
    return Devices.ALL.open(
        new SeveralProvider(
            2,
            device ->
                new OracleBackend() {
                  @Override
                  protected HostTensor read(HostTensor x) {
                    HostTensor copy = x.copy(x.spec().dtype(), x.spec().layout());
                    if (device == 0) {
                      firstHasRun.countDown();
                      letOthersWrite();
                    }
                    return copy;
                  }
                }),
        Tuning.OFF);
  }

  private static void letOthersWrite() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Timeout(60)
  void aRunReadsABatchAsOneThreadWroteIt() throws InterruptedException {
    try (Backend backend = open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(HostTensor.allocate(INPUT).fill(1))) {
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      firstHasRun.await();
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                    x.write(HostTensor.allocate(INPUT).fill(5));
                  });
      try (Tensor y = layer.run(x)) {
        writer.join();
        assertEquals("[2.0, 2.0, 2.0, 2.0]", Arrays.toString(y.download().toArray()));
        assertEquals("[5.0, 5.0, 5.0, 5.0]", Arrays.toString(x.download().toArray()));
      }
    }
  }

  @Test
  @Timeout(60)
  void tensorsAreLockedInOneOrderWhateverTheirRoles() throws InterruptedException {
    try (Backend backend = Devices.ALL.open(new SeveralProvider(), Tuning.OFF);
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(1));
        Tensor a = backend.upload(HostTensor.allocate(INPUT).fill(1));
        Tensor b = backend.upload(HostTensor.allocate(INPUT).fill(1))) {
      Thread other = Thread.ofPlatform().start(() -> runOften(layer, a, b));
      runOften(layer, b, a);
      other.join();
      assertTrue(a.download().get(0, 0, 0, 0) == 1 && b.download().get(3, 0, 0, 0) == 1);
    }
  }

  private static void runOften(ConvLayer layer, Tensor x, Tensor y) {
    for (int turn = 0; turn < 2000; turn++) {
      layer.runInto(x, null, y);
    }
  }
}
