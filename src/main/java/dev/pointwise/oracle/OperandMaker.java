package dev.pointwise.oracle;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Fills the tensors of one layer; subclasses say with which numbers. */
abstract class OperandMaker {
  /** What lies around a slice of a type without NaN. */
  private static final float LOUD = 127;

  final ConvSpec spec;
  final TensorSpec x;
  final TensorSpec output;
  final SplittableRandom random;

  OperandMaker(ConvSpec spec, TensorSpec x, long seed) {
    this.spec = spec;
    this.x = x;
    this.output = spec.output(x);
    this.random = new SplittableRandom(seed);
  }

  /** A row of W; {@code row} is cleared before. */
  abstract void weights(int o, float[] row);

  /** An element of the input; {@code pixel} counts through all images. */
  abstract float input(int c, long pixel);

  /** An element of bias or residual. */
  abstract float addend();

  abstract float slope();

  /** The scale to quantize the input with; {@code real} is what it stands for. */
  abstract float inputScale(HostTensor real);

  /** The scales to quantize W with, or null for those that follow from it. */
  abstract float @Nullable [] weightScale();

  final Operands make(boolean bias, boolean residual) {
    ConvWeights weights = ConvWeights.of(allWeights());
    if (bias) {
      weights = weights.bias(vector(this::addend));
    }
    if (spec.activation().kind() == Activation.Kind.PRELU) {
      weights = weights.slope(vector(this::slope));
    }
    HostTensor input = HostTensor.allocate(x);
    if (!x.isCompact()) {
      HostTensor.wrap(wider(x), input.data()).fill(x.dtype() == DType.I8 ? LOUD : Float.NaN);
    }
    if (spec.precision().quantized()) {
      weights = quantize(weights, input);
    } else {
      fill(input, this::input);
    }
    HostTensor addends = residual ? HostTensor.allocate(output) : null;
    if (addends != null) {
      fill(addends, (c, pixel) -> addend());
    }
    return new Operands(weights, input, addends);
  }

  /** Fills the input, and gives the weights the scales. */
  private ConvWeights quantize(ConvWeights weights, HostTensor input) {
    HostTensor real = HostTensor.allocate(TensorSpec.of(x.shape(), DType.F32, x.layout()));
    fill(real, this::input);
    float scale = inputScale(real);
    HostTensor codes = real.quantize(x.dtype(), scale);
    long pixels = x.shape().pixels();
    fill(
        input,
        (c, pixel) ->
            codes.getAt(
                codes.spec().index((int) (pixel / pixels), c, 0, 0)
                    + pixel % pixels * codes.spec().pixelStride()));
    float[] weightScale = weightScale();
    ConvWeights scaled = weights.inputScale(scale);
    return weightScale == null ? scaled : scaled.weightScale(weightScale);
  }

  private float[] allWeights() {
    int length = spec.groupIn();
    float[] all = new float[Math.toIntExact(spec.weightElements())];
    float[] row = new float[length];
    for (int o = 0; o < spec.cOut(); o++) {
      Arrays.fill(row, 0);
      weights(o, row);
      System.arraycopy(row, 0, all, o * length, length);
    }
    return all;
  }

  private interface Source {
    float next();
  }

  private float[] vector(Source source) {
    float[] values = new float[spec.cOut()];
    for (int o = 0; o < values.length; o++) {
      values[o] = source.next();
    }
    return values;
  }

  private interface Element {
    float at(int c, long pixel);
  }

  private static void fill(HostTensor tensor, Element element) {
    TensorSpec spec = tensor.spec();
    Shape shape = spec.shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        long start = spec.index(n, c, 0, 0);
        for (long p = 0; p < shape.pixels(); p++) {
          tensor.setAt(start + p * spec.pixelStride(), element.at(c, n * shape.pixels() + p));
        }
      }
    }
  }

  private static TensorSpec wider(TensorSpec slice) {
    return TensorSpec.of(
        slice.shape().channels(slice.channelPitch()), slice.dtype(), slice.layout());
  }

  /** An integer in [−most, most] other than 0. */
  final int signed(int most) {
    int value = random.nextInt(1, most + 1);
    return random.nextBoolean() ? value : -value;
  }
}
