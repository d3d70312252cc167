package dev.pointwise.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static HostTensor sample(float... values) {
    return HostTensor.of(new Shape(1, values.length, 1, 1), Layout.NCHW, values);
  }

  @Test
  void takesTheLargestMagnitudeOfAllSamples() {
    Calibration calibration = new Calibration().add(sample(1, -8, 3)).add(sample(2, 5));
    assertEquals(8 / 448f, calibration.scale(DType.E4M3));
    assertEquals(8 / 127f, calibration.scale(DType.I8));
    assertEquals(8 / 127f, calibration.scale(DType.I8, 100));
  }

  @Test
  void nothingIsCutOffByTheLargest() {
    HostTensor x = sample(0.3f, -0.7f, 0.699f);
    float scale = new Calibration().add(x).scale(DType.E4M3);
    assertEquals(-448, x.quantize(DType.E4M3, scale).get(0, 1, 0, 0));
    assertEquals(-0.7f, x.quantize(DType.E4M3, scale).dequantize(scale).get(0, 1, 0, 0), 1e-7);
  }

  @Test
  void aPercentileLeavesOutTheLargest() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 2 == 0 ? 1 : -1) * (i + 1);
    }
    Calibration calibration = new Calibration().add(sample(values));
    for (double percentile : new double[] {0.1, 10, 50, 99, 99.9}) {
      float exact = (float) Math.ceil(percentile * 10) / 127;
      float scale = calibration.scale(DType.I8, percentile);
      assertTrue(exact <= scale && scale <= exact * (1 + 1 / 128f), percentile + ": " + scale);
    }
    assertEquals(1000 / 127f, calibration.scale(DType.I8, 100));
    assertTrue(calibration.scale(DType.I8, 99.95) <= 1000 / 127f);
  }

  @Test
  void seesOnlyTheView() {
    HostTensor wide = sample(100, 1, 2, 100);
    assertEquals(2 / 127f, new Calibration().add(wide.slice(1, 2)).scale(DType.I8));
  }

  @Test
  void takesHalves() {
    TensorSpec spec = TensorSpec.of(new Shape(1, 2, 1, 1), DType.F16, Layout.NHWC);
    assertEquals(4 / 127f, new Calibration().add(HostTensor.of(spec, 1, 4)).scale(DType.I8));
  }

  @Test
  void refusesToCalibrateFromNothing() {
    Refusal.state(() -> new Calibration().scale(DType.I8), "no sample");
    Calibration zeros = new Calibration().add(sample(0, -0f, 0));
    Refusal.state(() -> zeros.scale(DType.E4M3), "no larger than 0.0", "expected");
    Calibration mostly = new Calibration().add(sample(0, 0, 0, 5));
    Refusal.state(() -> mostly.scale(DType.E4M3, 75), "75.0 %", "0.0");
    assertEquals(5 / 448f, mostly.scale(DType.E4M3, 76));
    Calibration tiny = new Calibration().add(sample(1e-37f));
    Refusal.state(() -> tiny.scale(DType.E4M3), "1.0E-37");
  }

  @Test
  void refusesWhatIsNotFiniteAndCountsNothingOfIt() {
    Calibration calibration = new Calibration().add(sample(2));
    Refusal.argument(() -> calibration.add(sample(9, Float.NaN)), "element 1", "NaN");
    Refusal.argument(() -> calibration.add(sample(Float.NEGATIVE_INFINITY, 9)), "-Infinity");
    assertEquals(2 / 127f, calibration.scale(DType.I8));
  }

  @Test
  void refusesOtherTypesAndPercentiles() {
    Calibration calibration = new Calibration().add(sample(2));
    Refusal.argument(() -> calibration.scale(DType.BF16), "BF16", "E4M3 or I8");
    for (double wrong : new double[] {0, -1, 100.5, Double.NaN}) {
      Refusal.argument(() -> calibration.scale(DType.I8, wrong), "percentile is " + wrong);
    }
    HostTensor codes = sample(2).quantize(DType.I8, 1);
    Refusal.argument(() -> calibration.add(codes), "I8");
  }
}
