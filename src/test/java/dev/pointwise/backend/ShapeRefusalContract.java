package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.Refusal;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import org.junit.jupiter.api.Test;

/** Tensors and weights that do not fit are refused, in words that help, and do no harm. */
interface ShapeRefusalContract extends BackendSource {
  private static TensorSpec like(TensorSpec spec, DType dtype) {
    return TensorSpec.of(spec.shape(), dtype, spec.layout());
  }

  private static TensorSpec like(TensorSpec spec, Layout layout) {
    return TensorSpec.of(spec.shape(), spec.dtype(), layout);
  }

  private void refusesInput(TensorSpec input, String... words) {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor wrong = backend().allocate(input)) {
      Refusal.argument(() -> small.layer.run(wrong), words);
      Refusal.argument(() -> small.layer.runInto(wrong, null, small.y), words);
      assertStillWorks(small);
    }
  }

  private void refusesOutput(TensorSpec output, String... words) {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor wrong = backend().allocate(output)) {
      Refusal.argument(() -> small.layer.runInto(small.x, null, wrong), words);
      assertStillWorks(small);
    }
  }

  private void refusesResidual(TensorSpec residual, String... words) {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor wrong = backend().allocate(residual)) {
      Refusal.argument(() -> small.layer.run(small.x, wrong), words);
      Refusal.argument(() -> small.layer.runInto(small.x, wrong, small.y), words);
      assertStillWorks(small);
    }
  }

  private static void assertStillWorks(SmallLayer small) {
    small.layer.runInto(small.x, null, small.y);
    float[] fours = HostTensors.full(SmallLayer.OUTPUT, 4).toArray();
    assertArrayEquals(fours, small.y.download().toArray());
  }

  @Test
  default void refusesAnInputOfOtherChannels() {
    refusesInput(ConvSpec.of(3, 4).input(1, 3, 2), "input", "3", "C_in = 4");
  }

  @Test
  default void refusesAnInputOfAnotherType() {
    refusesInput(like(SmallLayer.INPUT, DType.F16), "input dtype", "F16", "F32");
  }

  @Test
  default void refusesAnInputOfAnotherLayout() {
    refusesInput(like(SmallLayer.INPUT, Layout.NHWC), "input layout", "NHWC", "NCHW");
  }

  @Test
  default void refusesAnOutputOfAnotherShape() {
    refusesOutput(SmallLayer.SPEC.input(1, 2, 3), "output shape", "n1c4h2w3", "n1c4h3w2");
    refusesOutput(SmallLayer.SPEC.input(2, 3, 2), "output shape", "n2c4h3w2", "n1c4h3w2");
  }

  @Test
  default void refusesAnOutputOfAnotherType() {
    refusesOutput(like(SmallLayer.OUTPUT, DType.BF16), "output dtype", "BF16", "F32");
  }

  @Test
  default void refusesAnOutputOfAnotherLayout() {
    refusesOutput(like(SmallLayer.OUTPUT, Layout.NHWC), "output layout", "NHWC", "NCHW");
  }

  @Test
  default void refusesAResidualOfAnotherShape() {
    refusesResidual(SmallLayer.SPEC.input(1, 2, 3), "residual shape", "n1c4h2w3", "n1c4h3w2");
  }

  @Test
  default void refusesAResidualOfAnotherType() {
    refusesResidual(like(SmallLayer.OUTPUT, DType.F16), "residual dtype", "F16", "F32");
  }

  @Test
  default void refusesAResidualOfAnotherLayout() {
    refusesResidual(like(SmallLayer.OUTPUT, Layout.NHWC), "residual layout", "NHWC", "NCHW");
  }

  @Test
  default void refusesWeightsThatDoNotFit() {
    ConvWeights right = SmallLayer.weights();
    refusesWeights(SmallLayer.SPEC, ConvWeights.of(1, 2, 3), "W has 3", "16");
    refusesWeights(SmallLayer.SPEC, right.bias(1, 2, 3), "bias length is 3", "C_out = 4");
    refusesWeights(SmallLayer.SPEC, right.slope(1, 2, 3, 4), "slope is given", "none");
    ConvSpec prelu = SmallLayer.SPEC.activation(Activation.PRELU);
    refusesWeights(prelu, right, "slope is missing", "prelu");
    refusesWeights(prelu, right.slope(1), "slope length is 1", "C_out = 4");
  }

  private void refusesWeights(ConvSpec spec, ConvWeights weights, String... words) {
    Refusal.argument(() -> backend().prepare(spec, weights).close(), words);
  }

  @Test
  default void refusesToAllocateASlice() {
    TensorSpec slice = SmallLayer.INPUT.slice(1, 2);
    Refusal.argument(() -> backend().allocate(slice).close(), "slice", "[1..3 of 4]");
  }

  @Test
  default void refusesSlicesThatAreNotThere() {
    try (Tensor tensor = backend().allocate(SmallLayer.INPUT);
        Tensor slice = tensor.slice(1, 2)) {
      Refusal.argument(() -> tensor.slice(2, 3).close(), "[2, 5)", "4 channels");
      Refusal.argument(() -> tensor.slice(-1, 3).close(), "slice start", "-1");
      Refusal.argument(() -> tensor.slice(1, 0).close(), "slice length", "0");
      Refusal.argument(() -> slice.slice(0, 3).close(), "[0, 3)", "2 channels");
      Refusal.argument(
          () -> tensor.slice(Integer.MAX_VALUE, Integer.MAX_VALUE).close(), "4 channels");
    }
  }

  @Test
  default void refusesToReshapeWhatDoesNotFit() {
    try (Tensor tensor = backend().allocate(SmallLayer.INPUT);
        Tensor slice = tensor.slice(1, 2);
        Tensor smaller = tensor.reshaped(ConvSpec.of(3, 3).input(1, 3, 2))) {
      TensorSpec larger = ConvSpec.of(5, 5).input(1, 3, 2);
      Refusal.argument(() -> tensor.reshaped(larger).close(), "120 bytes", "at most", "96 bytes");
      Refusal.argument(() -> smaller.reshaped(tensor.spec()).close(), "96 bytes", "72 bytes");
      Refusal.argument(
          () -> slice.reshaped(slice.spec().compact()).close(), "[1..3 of 4]", "slice");
      Refusal.argument(() -> tensor.reshaped(slice.spec()).close(), "[1..3 of 4]", "slice");
    }
  }

  @Test
  default void refusesToWriteWhatDoesNotFit() {
    try (Tensor tensor = backend().upload(HostTensors.full(SmallLayer.INPUT, 1))) {
      refusesWrite(tensor, SmallLayer.SPEC.input(1, 2, 3), "n1c4h2w3", "n1c4h3w2");
      refusesWrite(tensor, like(SmallLayer.INPUT, DType.F16), "F16", "F32");
      refusesWrite(tensor, like(SmallLayer.INPUT, Layout.NHWC), "NHWC", "NCHW");
      assertArrayEquals(
          HostTensors.full(SmallLayer.INPUT, 1).toArray(), tensor.download().toArray());
    }
  }

  @Test
  default void refusesToReadIntoWhatDoesNotFit() {
    try (Tensor tensor = backend().upload(HostTensors.full(SmallLayer.INPUT, 1))) {
      refusesRead(tensor, SmallLayer.SPEC.input(1, 2, 3), "n1c4h2w3", "n1c4h3w2");
      refusesRead(tensor, like(SmallLayer.INPUT, DType.F16), "F16", "F32");
      refusesRead(tensor, HostTensors.within(SmallLayer.INPUT, 1, 2), "[1..5 of 7]", "n1c4h3w2");
    }
  }

  private static void refusesRead(Tensor tensor, TensorSpec spec, String... words) {
    HostTensor host = HostTensor.allocate(spec).fill(5);
    Refusal.argument(() -> tensor.read(host), words);
    assertEquals(5, host.get(0, 0, 0, 0));
  }

  private static void refusesWrite(Tensor tensor, TensorSpec spec, String... words) {
    HostTensor host = HostTensor.allocate(spec);
    Refusal.argument(() -> tensor.write(host), words);
  }
}
