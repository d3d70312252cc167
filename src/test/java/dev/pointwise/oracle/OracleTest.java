package dev.pointwise.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.BatchNorm;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Layers small enough to work out on paper. */
class OracleTest {
  private static float[] run(ConvSpec spec, ConvWeights weights, HostTensor x) {
    return Oracle.compute(spec, weights, x, null).toHost(DType.F32).toArray();
  }

  @Test
  void mixesChannelsAtEachPixel() {
    HostTensor x = HostTensor.of(new Shape(1, 2, 1, 3), Layout.NCHW, 1, 2, 3, 10, 20, 30);
    ConvWeights weights = ConvWeights.of(1, 1, 2, -1, 0, 3);
    assertArrayEquals(
        new float[] {11, 22, 33, -8, -16, -24, 30, 60, 90}, run(ConvSpec.of(2, 3), weights, x));
  }

  @Test
  void readsAndWritesEitherLayout() {
    HostTensor planar = HostTensor.of(new Shape(1, 2, 1, 3), Layout.NCHW, 1, 2, 3, 10, 20, 30);
    HostTensor interleaved = HostTensor.of(new Shape(1, 2, 1, 3), Layout.NHWC, 1, 10, 2, 20, 3, 30);
    ConvWeights weights = ConvWeights.of(1, 1, 2, -1);
    ConvSpec spec = ConvSpec.of(2, 2);
    float[] byPlane = {11, 22, 33, -8, -16, -24};
    float[] byPixel = {11, -8, 22, -16, 33, -24};
    assertArrayEquals(byPlane, run(spec, weights, planar));
    assertArrayEquals(byPixel, run(spec.outputLayout(Layout.NHWC), weights, planar));
    assertArrayEquals(byPixel, run(spec.layout(Layout.NHWC), weights, interleaved));
    assertArrayEquals(
        byPlane, run(spec.layout(Layout.NHWC).outputLayout(Layout.NCHW), weights, interleaved));
  }

  @Test
  void samplesEveryStridePixels() {
    HostTensor x =
        HostTensor.of(
            new Shape(1, 1, 3, 5),
            Layout.NCHW,
            0,
            1,
            2,
            3,
            4,
            10,
            11,
            12,
            13,
            14,
            20,
            21,
            22,
            23,
            24);
    ConvWeights twice = ConvWeights.of(2);
    assertArrayEquals(
        new float[] {0, 4, 8, 40, 44, 48}, run(ConvSpec.of(1, 1).stride(2), twice, x));
    assertArrayEquals(new float[] {0, 6}, run(ConvSpec.of(1, 1).stride(3), twice, x));
    assertArrayEquals(new float[] {0}, run(ConvSpec.of(1, 1).stride(9), twice, x));
  }

  @Test
  void keepsGroupsApart() {
    HostTensor x = HostTensor.of(new Shape(1, 4, 1, 1), Layout.NCHW, 1, 2, 3, 4);
    ConvWeights weights = ConvWeights.of(1, 10, 100, 1000);
    assertArrayEquals(new float[] {21, 4300}, run(ConvSpec.of(4, 2).groups(2), weights, x));
    assertArrayEquals(new float[] {1, 20, 300, 4000}, run(ConvSpec.of(4, 4).groups(4), weights, x));
  }

  @Test
  void addsBiasAndResidualBeforeTheActivation() {
    ConvSpec spec = ConvSpec.of(1, 2).activation(Activation.RELU);
    HostTensor x = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, 1, -1);
    HostTensor residual = HostTensor.of(new Shape(1, 2, 1, 2), Layout.NCHW, 5, 6, 7, 8);
    Reference reference = Oracle.compute(spec, ConvWeights.of(2, -3).bias(10, -20), x, residual);
    assertArrayEquals(new float[] {17, 14, 0, 0}, reference.toHost(DType.F32).toArray());
    assertEquals(-16, reference.preActivation(2));
    assertEquals(3 + 20 + 7, reference.magnitude(2));
  }

  @Test
  void takesTheSlopeOfEachChannel() {
    ConvSpec spec = ConvSpec.of(1, 2).activation(Activation.PRELU);
    ConvWeights weights = ConvWeights.of(1, 1).slope(0.5f, -2);
    HostTensor planar = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, -4, 3);
    HostTensor interleaved = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NHWC, -4, 3);
    assertArrayEquals(new float[] {-2, 3, 8, 3}, run(spec, weights, planar));
    assertArrayEquals(
        new float[] {-2, 8, 3, 3}, run(spec.layout(Layout.NHWC), weights, interleaved));
  }

  @Test
  void roundsWeightAndBiasToTheLayersTypesAndNoFurther() {
    float third = 1 / 3f;
    assertEquals(0.33325195f, single(Precision.F16, third, 1));
    assertEquals(0.33398438f, single(Precision.BF16, third, 1));
    assertEquals(third, single(Precision.TF32, third, 1));
    assertEquals(0.33325195f, single(Precision.F16, 0, 1, third));
    assertEquals(third, single(Precision.TF32, 0, 1, third));
  }

  private static float single(Precision precision, float weight, float x, float... bias) {
    ConvSpec spec = ConvSpec.of(1, 1).precision(precision);
    ConvWeights weights = ConvWeights.of(weight);
    HostTensor input = HostTensor.of(spec.input(1, 1, 1), x);
    return run(spec, bias.length == 0 ? weights : weights.bias(bias), input)[0];
  }

  @Test
  void readsSlicesOfInputAndResidual() {
    HostTensor wide = HostTensor.of(new Shape(1, 4, 1, 1), Layout.NCHW, Float.NaN, 2, 3, Float.NaN);
    ConvSpec spec = ConvSpec.of(2, 2);
    Reference reference =
        Oracle.compute(spec, ConvWeights.of(1, 1, 1, -1), wide.slice(1, 2), wide.slice(1, 2));
    assertArrayEquals(new float[] {7, 2}, reference.toHost(DType.F32).toArray());
    assertTrue(reference.output().isCompact());
  }

  @Test
  void accumulatesBeyondBinary32() {
    ConvSpec spec = ConvSpec.of(3, 1);
    HostTensor x = HostTensor.of(new Shape(1, 3, 1, 1), Layout.NCHW, 1e8f, 1, -1e8f);
    assertArrayEquals(new float[] {1}, run(spec, ConvWeights.of(1, 1, 1), x));
  }

  @Test
  void computesNothingOfNothing() {
    ConvSpec spec = ConvSpec.of(3, 2).stride(2);
    for (TensorSpec x : new TensorSpec[] {spec.input(0, 3, 3), spec.input(2, 0, 3)}) {
      Operands operands = Operands.integers(spec, x, true, true, 1);
      Reference reference =
          Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
      assertEquals(0, reference.size());
    }
  }

  @Test
  void agreesWithASumWrittenDifferently() {
    ConvSpec spec = ConvSpec.of(70, 6).groups(2).stride(2);
    Operands operands = Operands.uniform(spec, spec.input(3, 90, 81), true, false, 5);
    Reference reference = Oracle.compute(spec, operands.weights(), operands.x(), null);
    float[] weight = operands.weights().weight();
    float[] bias = Objects.requireNonNull(operands.weights().bias());
    Shape shape = reference.output().shape();
    for (int i = 0; i < reference.size(); i += 97) {
      int w = i % shape.w();
      int h = i / shape.w() % shape.h();
      int o = reference.channel(i);
      int n = i / shape.w() / shape.h() / shape.c();
      double sum = bias[o];
      for (int c = 0; c < 35; c++) {
        sum += (double) weight[o * 35 + c] * operands.x().get(n, o / 3 * 35 + c, 2 * h, 2 * w);
      }
      assertEquals(sum, reference.preActivation(i), 1e-12);
    }
  }

  @Test
  @Timeout(60)
  void isFastEnoughForARealLayer() {
    ConvSpec spec = ConvSpec.of(512, 256);
    Operands operands = Operands.uniform(spec, spec.input(4, 28, 28), false, false, 5);
    assertEquals(
        256 * 4 * 28 * 28, Oracle.compute(spec, operands.weights(), operands.x(), null).size());
  }

  @Test
  void normalizesAsTheFoldedWeightsDo() {
    ConvSpec spec = ConvSpec.of(5, 3);
    Operands operands = Operands.uniform(spec, spec.input(2, 3, 3), true, false, 9);
    BatchNorm norm =
        new BatchNorm(
            new float[] {0.5f, -2, 3},
            new float[] {1, 0, -1},
            new float[] {0.1f, 0.2f, -0.3f},
            new float[] {0.25f, 4, 1e-3f},
            1e-5f);
    Reference plain = Oracle.compute(spec, operands.weights(), operands.x(), null);
    Reference folded = Oracle.compute(spec, operands.weights().fold(norm), operands.x(), null);
    for (int i = 0; i < plain.size(); i++) {
      int o = plain.channel(i);
      double expected =
          norm.scale()[o]
                  * (plain.value(i) - norm.mean()[o])
                  / Math.sqrt(norm.variance()[o] + norm.epsilon())
              + norm.shift()[o];
      assertEquals(expected, folded.value(i), 1e-5 * Math.max(1, Math.abs(expected)));
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    ConvSpec spec = ConvSpec.of(2, 3);
    ConvWeights weights = ConvWeights.of(1, 2, 3, 4, 5, 6);
    HostTensor x = HostTensor.allocate(spec.input(1, 2, 2));
    HostTensor three = HostTensor.allocate(ConvSpec.of(3, 3).input(1, 2, 2));
    HostTensor half = HostTensor.allocate(spec.precision(Precision.F16).input(1, 2, 2));
    Refusal.argument(() -> Oracle.compute(spec, ConvWeights.of(1), x, null), "W has 1", "6");
    Refusal.argument(() -> Oracle.compute(spec, weights, three, null), "C of the input is 3");
    Refusal.argument(() -> Oracle.compute(spec, weights, half, null), "input dtype is F16");
    Refusal.argument(() -> Oracle.compute(spec, weights, x, x), "residual shape is n1c2h2w2");
  }
}
