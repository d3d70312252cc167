package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.Arrays;

/** A 4→4 layer with its tensors, 1 image of 3×2 pixels, for calls that are to be refused. */
final class SmallLayer implements AutoCloseable {
  static final ConvSpec SPEC = ConvSpec.of(4, 4);
  static final TensorSpec INPUT = SPEC.input(1, 3, 2);
  static final TensorSpec OUTPUT = SPEC.output(INPUT);

  final ConvLayer layer;
  final Tensor x;
  final Tensor y;

  SmallLayer(Backend backend) {
    layer = backend.prepare(SPEC, weights());
    x = backend.upload(HostTensors.full(INPUT, 1));
    y = backend.upload(HostTensors.full(OUTPUT, Float.NaN));
  }

  /** All ones: what the layer makes of ones is 4 everywhere. */
  static ConvWeights weights() {
    float[] ones = new float[16];
    Arrays.fill(ones, 1);
    return ConvWeights.of(ones);
  }

  @Override
  public void close() {
    Closing.closeAll(y, x, layer);
  }
}
