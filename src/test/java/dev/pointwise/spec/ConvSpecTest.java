package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.Refusal;
import org.junit.jupiter.api.Test;

class ConvSpecTest {
  private static final ConvSpec SPEC = ConvSpec.of(6, 4);

  @Test
  void startsAsAPlainLayer() {
    assertEquals(
        new ConvSpec(6, 4, 1, 1, Activation.NONE, Precision.F32, Layout.NCHW, Layout.NCHW), SPEC);
    assertEquals("conv1x1 6→4 F32 NCHW", SPEC.toString());
  }

  @Test
  void saysWhatItIs() {
    ConvSpec spec =
        SPEC.groups(2)
            .stride(3)
            .activation(Activation.RELU)
            .precision(Precision.TF32)
            .outputLayout(Layout.NHWC);
    assertEquals("conv1x1 6→4 groups 2 stride 3 relu TF32 NCHW→NHWC", spec.toString());
    assertEquals("conv1x1 6→4 F32 NHWC", SPEC.layout(Layout.NHWC).toString());
  }

  @Test
  void computesTheOutputsExtents() {
    assertEquals(new Shape(2, 4, 5, 7), SPEC.outputShape(new Shape(2, 6, 5, 7)));
    ConvSpec strided = SPEC.stride(3);
    assertEquals(new Shape(2, 4, 1, 1), strided.outputShape(new Shape(2, 6, 1, 3)));
    assertEquals(new Shape(2, 4, 2, 2), strided.outputShape(new Shape(2, 6, 4, 6)));
    assertEquals(new Shape(2, 4, 3, 0), strided.outputShape(new Shape(2, 6, 7, 0)));
    Refusal.argument(() -> SPEC.outputShape(new Shape(2, 5, 5, 7)), "is 5", "C_in = 6");
  }

  @Test
  void countsWeightsAndWork() {
    ConvSpec grouped = SPEC.groups(2).stride(2);
    assertEquals(24, SPEC.weightElements());
    assertEquals(12, grouped.weightElements());
    assertEquals(3, grouped.groupIn());
    assertEquals(2, grouped.groupOut());
    assertEquals(2 * 35 * 24, SPEC.macs(new Shape(2, 6, 5, 7)));
    assertEquals(2 * 12 * 12, grouped.macs(new Shape(2, 6, 5, 7)));
    assertEquals(0, SPEC.macs(new Shape(0, 6, 5, 7)));
    assertEquals(1L << 40, ConvSpec.of(1 << 20, 1 << 20).weightElements());
    ConvSpec huge = ConvSpec.of(1 << 20, 1 << 20);
    Refusal.argument(() -> huge.macs(new Shape(1, 1 << 20, 1 << 12, 1 << 12)), "multiply-adds");
  }

  @Test
  void storesTensorsInThePrecisionsType() {
    ConvSpec spec = SPEC.precision(Precision.BF16).outputLayout(Layout.NHWC);
    TensorSpec x = spec.input(2, 5, 7);
    assertEquals(TensorSpec.of(new Shape(2, 6, 5, 7), DType.BF16, Layout.NCHW), x);
    assertEquals(TensorSpec.of(new Shape(2, 4, 5, 7), DType.BF16, Layout.NHWC), spec.output(x));
    spec.check(x, spec.output(x));
    assertEquals(DType.F32, SPEC.precision(Precision.TF32).input(1, 1, 1).dtype());
  }

  @Test
  void aQuantizedLayerWritesHalves() {
    for (Precision precision : new Precision[] {Precision.F8, Precision.I8}) {
      ConvSpec spec = SPEC.precision(precision);
      TensorSpec x = spec.input(2, 5, 7);
      TensorSpec y = TensorSpec.of(new Shape(2, 4, 5, 7), DType.F16, Layout.NCHW);
      assertEquals(precision == Precision.F8 ? DType.E4M3 : DType.I8, x.dtype());
      assertEquals(y, spec.output(x));
      spec.check(x, y);
      spec.checkResidual(y, y);
      TensorSpec codes = TensorSpec.of(y.shape(), x.dtype(), Layout.NCHW);
      Refusal.argument(() -> spec.check(x, codes), "output dtype", "F16");
      Refusal.argument(() -> spec.checkResidual(codes, y), "residual dtype", "F16");
      Refusal.argument(() -> spec.check(SPEC.input(2, 5, 7), y), "input dtype is F32");
    }
  }

  @Test
  void refusesLayersThatMakeNoSense() {
    Refusal.argument(() -> ConvSpec.of(0, 4), "C_in is 0");
    Refusal.argument(() -> ConvSpec.of(6, 0), "C_out is 0");
    Refusal.argument(() -> SPEC.groups(0), "groups is 0");
    Refusal.argument(() -> SPEC.stride(0), "stride is 0");
    Refusal.argument(() -> SPEC.groups(4), "groups is 4", "C_in = 6");
    Refusal.argument(() -> SPEC.groups(3), "groups is 3", "C_out = 4");
  }

  @Test
  void refusesTensorsThatDoNotFit() {
    TensorSpec x = SPEC.input(2, 5, 7);
    TensorSpec y = SPEC.output(x);
    TensorSpec half = TensorSpec.of(y.shape(), DType.F16, Layout.NCHW);
    TensorSpec pixels = TensorSpec.of(y.shape(), DType.F32, Layout.NHWC);
    TensorSpec small = TensorSpec.of(new Shape(1, 4, 5, 7), DType.F32, Layout.NCHW);
    Refusal.argument(() -> SPEC.check(y, y), "C of the input is 4");
    Refusal.argument(() -> SPEC.check(x, x), "output shape is n2c6h5w7", "n2c4h5w7");
    Refusal.argument(() -> SPEC.check(x, half), "output dtype is F16", "F32");
    Refusal.argument(() -> SPEC.check(x, pixels), "output layout is NHWC", "NCHW");
    Refusal.argument(() -> SPEC.checkResidual(small, y), "residual shape is n1c4h5w7");
    Refusal.argument(() -> SPEC.checkResidual(half, y), "residual dtype is F16");
    Refusal.argument(() -> SPEC.checkResidual(pixels, y), "residual layout is NHWC");
  }

  @Test
  void readsNamesOfLayoutsAndPrecisions() {
    assertEquals(Layout.NHWC, Layout.parse("nhwc"));
    assertEquals(Precision.TF32, Precision.parse("Tf32"));
    Refusal.argument(() -> Layout.parse("chwn"), "layout is 'chwn'", "nchw, nhwc");
    Refusal.argument(() -> Precision.parse("f64"), "dtype is 'f64'", "f32, tf32, f16, bf16");
  }
}
