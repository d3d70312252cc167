package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads work on one tensor, and each finds it as one call of another left it, never in between.
 */
interface SharedTensorContract extends BackendSource {
  ConvSpec SPEC = ConvSpec.of(4, 4);
  TensorSpec TENSOR = SPEC.input(1, 256, 256);

  /** How often the tensor is looked at. */
  int LOOKS = 20;

  /** How often each thread changes it at most during one look. */
  int CHANGES = 64;

  private ConvLayer layer(float weight) {
    float[] all = new float[16];
    Arrays.fill(all, weight);
    return backend().prepare(SPEC, ConvWeights.of(all));
  }

  @Test
  @Timeout(120)
  default void showsWritesWhole() throws Exception {
    try (Tensor x = backend().upload(HostTensors.full(TENSOR, 1))) {
      assertWhole(x::download, writes(x));
    }
  }

  @Test
  @Timeout(120)
  default void showsOutputsWhole() throws Exception {
    try (ConvLayer one = layer(1);
        ConvLayer two = layer(2);
        Tensor x = backend().upload(HostTensors.full(TENSOR, 1));
        Tensor y = backend().upload(HostTensors.full(TENSOR, 1))) {
      assertWhole(y::download, () -> one.runInto(x, null, y), () -> two.runInto(x, null, y));
    }
  }

  @Test
  @Timeout(120)
  default void copiesWhole() throws Exception {
    try (Tensor x = backend().upload(HostTensors.full(TENSOR, 1));
        Tensor y = backend().allocate(TENSOR)) {
      Supplier<HostTensor> look =
          () -> {
            backend().copy(x, y);
            return y.download();
          };
      assertWhole(look, writes(x));
      assertWhole(y::download, writes(x), () -> backend().copy(x, y));
    }
  }

  @Test
  @Timeout(120)
  default void readsInputsAndResidualsWhole() throws Exception {
    try (ConvLayer layer = layer(1);
        Tensor x = backend().upload(HostTensors.full(TENSOR, 1));
        Tensor left = x.slice(0, 2);
        Tensor right = x.slice(2, 2);
        Tensor still = backend().upload(HostTensors.full(TENSOR, 1));
        Tensor y = backend().allocate(TENSOR)) {
      List<Tensor> branches = List.of(left, right);
      List<Runnable> runs =
          List.of(
              () -> layer.runInto(x, null, y),
              () -> layer.runInto(still, x, y),
              () -> layer.runConcatInto(branches, x, y));
      for (Runnable run : runs) {
        Supplier<HostTensor> look =
            () -> {
              run.run();
              return y.download();
            };
        assertWhole(look, writes(x));
      }
    }
  }

  /** Ones and twos in turn. */
  private static Runnable writes(Tensor tensor) {
    HostTensor ones = HostTensors.full(tensor.spec(), 1);
    HostTensor twos = HostTensors.full(tensor.spec(), 2);
    return () -> {
      tensor.write(ones);
      tensor.write(twos);
    };
  }

  /**
   * Looks while other threads change what is seen, always all elements alike. For each look they
   * begin anew, and end after a few changes, so that none of them waits for luck to get its turn.
   */
  private void assertWhole(Supplier<HostTensor> look, Runnable... changes) throws Exception {
    Phaser rounds = new Phaser(1 + changes.length);
    AtomicInteger looks = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(changes.length)) {
      List<Future<?>> changing = new ArrayList<>();
      for (Runnable change : changes) {
        changing.add(threads.submit(() -> changeInRounds(rounds, looks, change)));
      }
      try {
        while (looks.get() < LOOKS) {
          rounds.arriveAndAwaitAdvance();
          float[] values = look.get().toArray();
          looks.incrementAndGet();
          float[] alike = new float[values.length];
          Arrays.fill(alike, values[0]);
          assertArrayEquals(alike, values);
        }
      } finally {
        looks.set(LOOKS);
        rounds.arriveAndDeregister();
      }
      for (Future<?> each : changing) {
        each.get();
      }
    }
  }

  /** Waits for each change, so that a device is not given more of them than it can make. */
  private void changeInRounds(Phaser rounds, AtomicInteger looks, Runnable change) {
    try {
      rounds.arriveAndAwaitAdvance();
      for (int round = 0; looks.get() < LOOKS; round++) {
        for (int i = 0; i < CHANGES && looks.get() == round; i++) {
          change.run();
          backend().synchronize();
        }
        rounds.arriveAndAwaitAdvance();
      }
    } finally {
      rounds.arriveAndDeregister();
    }
  }
}
