package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mappings of one layer, 6→4 channels of 2 images of 3×5 pixels, worked out by hand. */
class GemmShapeTest {
  private static final ConvSpec LAYER = ConvSpec.of(6, 4);
  private static final int HW = 15;

  private static GemmOperand operand(boolean transposed, long offset, long ld, long stride) {
    return new GemmOperand(transposed, offset, ld, stride, 0);
  }

  private static GemmShape of(ConvSpec spec) {
    TensorSpec x = spec.input(2, 3, 5);
    return GemmShape.of(spec, x, spec.output(x));
  }

  @Test
  void planar() {
    GemmShape expected =
        new GemmShape(
            HW,
            4,
            6,
            true,
            operand(false, 0, HW, 6 * HW),
            operand(false, 0, 6, 0),
            operand(false, 0, HW, 4 * HW),
            2,
            1,
            false);
    assertEquals(expected, of(LAYER));
  }

  @Test
  void interleavedFoldsTheBatch() {
    GemmShape expected =
        new GemmShape(
            4,
            2 * HW,
            6,
            false,
            operand(true, 0, 6, 0),
            operand(false, 0, 6, 0),
            operand(false, 0, 4, 0),
            1,
            1,
            false);
    assertEquals(expected, of(LAYER.layout(Layout.NHWC)));
  }

  @Test
  void interleavedWithAStrideGoesRowByRow() {
    ConvSpec spec = LAYER.layout(Layout.NHWC).stride(2);
    TensorSpec x = spec.input(2, 4, 10);
    GemmShape expected =
        new GemmShape(
            4,
            5,
            6,
            false,
            operand(true, 0, 6, 0),
            operand(false, 0, 2 * 6, 2 * 10 * 6),
            operand(false, 0, 4, 5 * 4),
            2 * 2,
            1,
            false);
    assertFalse(GemmShape.needsGather(spec, x));
    assertEquals(expected, GemmShape.of(spec, x, spec.output(x)));
  }

  @Test
  void planarToInterleaved() {
    GemmShape expected =
        new GemmShape(
            4,
            HW,
            6,
            false,
            operand(true, 0, 6, 0),
            operand(true, 0, HW, 6 * HW),
            operand(false, 0, 4, HW * 4),
            2,
            1,
            false);
    assertEquals(expected, of(LAYER.outputLayout(Layout.NHWC)));
  }

  @Test
  void interleavedToPlanar() {
    GemmShape expected =
        new GemmShape(
            HW,
            4,
            6,
            true,
            operand(true, 0, 6, HW * 6),
            operand(false, 0, 6, 0),
            operand(false, 0, HW, 4 * HW),
            2,
            1,
            false);
    assertEquals(expected, of(LAYER.layout(Layout.NHWC).outputLayout(Layout.NCHW)));
  }

  @Test
  void interleavedGroupsAreTheBatch() {
    GemmShape expected =
        new GemmShape(
            2,
            2 * HW,
            3,
            false,
            operand(true, 0, 3, 2 * 3),
            operand(false, 0, 6, 3),
            operand(false, 0, 4, 2),
            2,
            1,
            false);
    assertEquals(expected, of(LAYER.layout(Layout.NHWC).groups(2)));
  }

  @Test
  void planarGroupsAreCallsWhereImagesAreAsMany() {
    GemmShape expected =
        new GemmShape(
            HW,
            2,
            3,
            true,
            new GemmOperand(false, 0, HW, 6 * HW, 3 * HW),
            new GemmOperand(false, 0, 3, 0, 2 * 3),
            new GemmOperand(false, 0, HW, 4 * HW, 2 * HW),
            2,
            2,
            false);
    assertEquals(expected, of(LAYER.groups(2)));
  }

  @Test
  void slicesMoveThePointerAndKeepTheWiderPitch() {
    TensorSpec x = wide(9, Layout.NCHW).slice(2, 6);
    TensorSpec y = wide(7, Layout.NCHW).slice(3, 4);
    GemmShape planar = GemmShape.of(LAYER, x, y);
    assertEquals(operand(false, 2 * HW, HW, 9 * HW), planar.a());
    assertEquals(operand(false, 3 * HW, HW, 7 * HW), planar.c());

    x = wide(9, Layout.NHWC).slice(2, 6);
    y = wide(7, Layout.NHWC).slice(3, 4);
    GemmShape interleaved = GemmShape.of(LAYER.layout(Layout.NHWC), x, y);
    assertEquals(operand(false, 2, 9, 0), interleaved.b());
    assertEquals(operand(false, 3, 7, 0), interleaved.c());
  }

  @Test
  void aBranchTakesItsColumnsOfW() {
    List<TensorSpec> branches = List.of(wide(2, Layout.NCHW), wide(4, Layout.NCHW));
    List<GemmShape> shapes = GemmShape.ofConcat(LAYER, branches, wide(4, Layout.NCHW));
    assertEquals(2, shapes.size());
    assertEquals(operand(false, 0, 6, 0), shapes.get(0).b());
    assertEquals(operand(false, 2, 6, 0), shapes.get(1).b());
    assertEquals(2, shapes.get(0).k());
    assertEquals(4, shapes.get(1).k());
    assertEquals(operand(false, 0, HW, 4 * HW), shapes.get(1).a());
    assertFalse(shapes.get(0).accumulate());
    assertTrue(shapes.get(1).accumulate());
  }

  private static TensorSpec wide(int channels, Layout layout) {
    return TensorSpec.of(new Shape(2, channels, 3, 5), DType.F32, layout);
  }

  @Test
  void aGatheredInputIsMappedAsTheCompactTensorItBecame() {
    ConvSpec spec = LAYER.stride(2);
    TensorSpec x = wide(9, Layout.NCHW).slice(2, 6);
    assertTrue(GemmShape.needsGather(spec, x));
    assertEquals(
        TensorSpec.of(new Shape(2, 6, 2, 3), DType.F32, Layout.NCHW), GemmShape.gathered(spec, x));
    GemmShape shape = GemmShape.of(spec, x, spec.output(x));
    assertEquals(operand(false, 0, 6, 6 * 6), shape.a());
  }

  @Test
  void gathersOnlyWhatIsNotEvenlySpaced() {
    ConvSpec interleaved = LAYER.layout(Layout.NHWC).stride(2);
    assertFalse(GemmShape.needsGather(interleaved, interleaved.input(1, 3, 5)));
    assertTrue(GemmShape.needsGather(interleaved, interleaved.input(2, 3, 5)));
    assertFalse(GemmShape.needsGather(interleaved, interleaved.input(2, 1, 1)));
    assertFalse(GemmShape.needsGather(interleaved, interleaved.input(0, 3, 5)));
    assertFalse(GemmShape.needsGather(LAYER, LAYER.input(2, 3, 5)));
    assertTrue(GemmShape.needsGather(interleaved.groups(2), interleaved.groups(2).input(1, 4, 4)));
  }

  @Test
  void asksFor64BitCallsBeyond31Bits() {
    ConvSpec spec = ConvSpec.of(1, 1).layout(Layout.NHWC);
    assertFalse(shape(spec, 32767, 65535).needs64());
    assertTrue(shape(spec, 32768, 65536).needs64());
  }

  private static GemmShape shape(ConvSpec spec, int h, int w) {
    TensorSpec x = spec.input(1, h, w);
    return GemmShape.of(spec, x, spec.output(x));
  }

  @Test
  void loopsOverWhatWasABatch() {
    GemmShape looped = of(LAYER).looped();
    assertEquals(1, looped.batch());
    assertEquals(2, looped.outer());
    assertEquals(of(LAYER).flops(), looped.flops());
    for (int image = 0; image < 2; image++) {
      assertEquals(of(LAYER).a().start(0, image), looped.a().start(image, 0));
      assertEquals(of(LAYER).b().start(0, image), looped.b().start(image, 0));
      assertEquals(of(LAYER).c().start(0, image), looped.c().start(image, 0));
    }
    assertThrows(
        IllegalStateException.class, of(LAYER.groups(2).outputLayout(Layout.NHWC))::looped);
  }

  @Test
  void countsFlops() {
    assertEquals(2L * 2 * HW * 4 * 6, of(LAYER).flops());
    assertEquals(2L * 2 * HW * 4 * 3, of(LAYER.groups(2)).flops());
  }

  @Test
  void refusesAnEmptyOutput() {
    TensorSpec x = LAYER.input(0, 3, 5);
    Refusal.argument(() -> GemmShape.of(LAYER, x, LAYER.output(x)), "n0c4h3w5");
  }

  @Test
  void refusesATensorThatDoesNotFit() {
    TensorSpec x = LAYER.input(2, 3, 5);
    Refusal.argument(
        () -> GemmShape.of(LAYER, x, TensorSpec.of(new Shape(2, 4, 2, 5), DType.F32, Layout.NCHW)),
        "output shape is n2c4h2w5");
  }

  @Test
  void refusesAConcatThatDoesNotFit() {
    TensorSpec y = wide(4, Layout.NCHW);
    List<TensorSpec> short5 = List.of(wide(2, Layout.NCHW), wide(3, Layout.NCHW));
    Refusal.argument(() -> GemmShape.ofConcat(LAYER, short5, y), "is 5, expected C_in = 6");
    List<TensorSpec> right = List.of(wide(2, Layout.NCHW), wide(4, Layout.NCHW));
    Refusal.argument(() -> GemmShape.ofConcat(LAYER.groups(2), right, y), "groups is 2");
    Refusal.argument(() -> GemmShape.ofConcat(LAYER.stride(2), right, y), "stride is 2");
  }
}
