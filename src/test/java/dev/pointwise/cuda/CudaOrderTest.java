package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Work of several threads on one tensor keeps its order, though it runs on several streams. The
 * stand-in runs nothing before it has to, so a wait that is missing shows every time.
 */
class CudaOrderTest {
  private static final ConvSpec DOUBLING = ConvSpec.of(1, 1);
  private static final HostTensor BEFORE = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, 1, 2);
  private static final HostTensor AFTER = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, 5, 6);

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  /** Runs a layer on x in as many threads as make sure that one has another stream than ours. */
  private static List<Tensor> runElsewhere(ConvLayer layer, Tensor x) {
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread = Thread.ofPlatform().start(() -> outputs.add(layer.run(x)));
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return outputs;
  }

  private static void assertOutputs(float[] expected, Consumer<Tensor> afterwards) {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(BEFORE)) {
      List<Tensor> outputs = runElsewhere(layer, x);
      assertEquals(2, outputs.size());
      afterwards.accept(x);
      for (Tensor y : outputs) {
        assertArrayEquals(expected, y.download().toArray());
        y.close();
      }
    }
  }

  @Test
  void readsWhatAnotherThreadUploaded() {
    assertOutputs(new float[] {2, 4}, x -> {});
  }

  @Test
  void writesOnlyOnceOthersHaveRead() {
    assertOutputs(new float[] {2, 4}, x -> x.write(AFTER));
  }

  @Test
  void freesOnlyOnceOthersHaveRead() {
    assertOutputs(new float[] {2, 4}, Tensor::close);
  }
}
