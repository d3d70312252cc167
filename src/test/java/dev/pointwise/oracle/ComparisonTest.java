package dev.pointwise.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A comparison passes what is right and nothing else. */
class ComparisonTest {
  private static final ConvSpec SPEC = ConvSpec.of(8, 6);

  private static Reference reference(ConvSpec spec, Gate gate) {
    Operands operands = gate.operands(spec, spec.input(2, 3, 4), true, true, 3);
    return Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
  }

  private static HostTensor result(Reference reference) {
    return reference.toHost(reference.output().dtype());
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void passesTheReferenceItself(Precision precision) {
    for (Gate gate : new Gate[] {Gate.EXACT, Gate.RANDOM}) {
      Reference reference = reference(SPEC.precision(precision), gate);
      Comparison comparison = gate.compare(reference, result(reference));
      assertTrue(comparison.passed(), comparison::toString);
      assertEquals(2 * 6 * 3 * 4, comparison.elements());
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void findsTheOneWrongElement(Layout layout) {
    for (Gate gate : new Gate[] {Gate.EXACT, Gate.RANDOM}) {
      Reference reference = reference(SPEC.layout(layout), gate);
      HostTensor actual = result(reference);
      float right = actual.get(1, 4, 2, 3);
      actual.set(1, 4, 2, 3, right + 0.5f);
      Comparison comparison = gate.compare(reference, actual);
      assertFalse(comparison.passed());
      assertEquals(1, comparison.mismatches());
      assertEquals(0, comparison.nonFinite());
      Comparison.Worst worst = assertNotNullWorst(comparison);
      assertEquals(new At(1, 4, 2, 3), new At(worst.n(), worst.c(), worst.h(), worst.w()));
      assertEquals(0.5, worst.error(), 1e-5);
      String text = comparison.toString();
      assertTrue(text.contains("1 of 144 wrong"), text);
      assertTrue(text.contains("n=1 c=4 h=2 w=3"), text);
      assertFalse(text.contains("\n"), text);
    }
  }

  private record At(int n, int c, int h, int w) {}

  private static Comparison.Worst assertNotNullWorst(Comparison comparison) {
    assertNotNull(comparison.worst());
    return Objects.requireNonNull(comparison.worst());
  }

  @Test
  void neverPassesNanOrInfinity() {
    for (Gate gate : new Gate[] {Gate.EXACT, Gate.RANDOM}) {
      for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1 / 0f}) {
        Reference reference = reference(SPEC, gate);
        HostTensor actual = result(reference);
        actual.set(0, 1, 1, 1, wrong);
        Comparison comparison = gate.compare(reference, actual);
        assertFalse(comparison.passed(), comparison::toString);
        assertEquals(1, comparison.nonFinite());
        assertEquals(wrong, assertNotNullWorst(comparison).actual());
      }
    }
  }

  @Test
  void wantsTheRightKindWhereTheReferenceIsNotFinite() {
    assertTrue(one(Float.NaN, Float.NaN));
    assertTrue(one(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY));
    assertFalse(one(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
    assertFalse(one(Float.POSITIVE_INFINITY, Float.MAX_VALUE));
    assertFalse(one(Float.POSITIVE_INFINITY, Float.NaN));
    assertFalse(one(Float.NaN, 0));
    assertFalse(one(Float.NaN, Float.POSITIVE_INFINITY));
    assertFalse(one(Float.MAX_VALUE / 2, Float.POSITIVE_INFINITY));
  }

  /** Whether both comparisons pass {@code actual} where {@code expected} is right; they agree. */
  private static boolean one(float expected, float actual) {
    Reference reference = identity(ConvSpec.of(1, 1), expected);
    HostTensor result = HostTensor.of(reference.output(), actual);
    boolean passed = Comparison.bounded(reference, result).passed();
    assertEquals(passed, Comparison.exact(reference, result).passed());
    return passed;
  }

  private static Reference identity(ConvSpec spec, float x) {
    HostTensor input = HostTensor.of(spec.input(1, 1, 1), x);
    return Oracle.compute(spec, ConvWeights.of(1), input, null);
  }

  @Test
  void allowsOverflowOnlyAtTheEndOfTheStorageType() {
    ConvSpec spec = ConvSpec.of(1, 1).precision(Precision.F16);
    HostTensor input = HostTensor.of(spec.input(1, 1, 1), 2);
    TensorSpec output = spec.output(input.spec());
    HostTensor infinite = HostTensor.of(output, Float.POSITIVE_INFINITY);
    Reference beyond = Oracle.compute(spec, ConvWeights.of(40000), input, null);
    assertTrue(Comparison.exact(beyond, infinite).passed());
    assertTrue(Comparison.bounded(beyond, infinite).passed());
    Reference within = Oracle.compute(spec, ConvWeights.of(30000), input, null);
    assertFalse(Comparison.exact(within, infinite).passed());
    assertFalse(Comparison.bounded(within, infinite).passed());
  }

  @Test
  void doesNotTrustZerosOrPoison() {
    for (Gate gate : new Gate[] {Gate.EXACT, Gate.RANDOM}) {
      Reference reference = reference(SPEC, gate);
      for (float unwritten : new float[] {0, Float.NaN}) {
        HostTensor actual = result(reference).fill(unwritten);
        Comparison comparison = gate.compare(reference, actual);
        assertTrue(comparison.untrustworthy(), comparison::toString);
        assertFalse(comparison.passed());
        assertTrue(comparison.toString().contains("untrustworthy"), comparison::toString);
      }
    }
  }

  @Test
  void doesNotTrustZerosThatTheBoundWouldPass() {
    ConvSpec spec = ConvSpec.of(2, 1).precision(Precision.TF32);
    HostTensor x = HostTensor.of(spec.input(1, 1, 1), 1024, -1023.5f);
    Reference reference = Oracle.compute(spec, ConvWeights.of(1, 1), x, null);
    Comparison comparison = Comparison.bounded(reference, HostTensor.allocate(reference.output()));
    assertEquals(0, comparison.mismatches());
    assertTrue(comparison.untrustworthy());
    assertFalse(comparison.passed());
  }

  @Test
  void trustsZerosThatAreRight() {
    ConvSpec spec = ConvSpec.of(1, 1).activation(Activation.RELU);
    HostTensor x = HostTensor.of(spec.input(1, 1, 3), -1, -2, -3);
    Reference reference = Oracle.compute(spec, ConvWeights.of(1), x, null);
    assertTrue(Comparison.exact(reference, HostTensor.allocate(reference.output())).passed());
  }

  @Test
  void countsZerosOfBothSignsAsEqual() {
    assertTrue(one(0f, -0f));
  }

  @Test
  void passesAnEmptyResult() {
    Operands operands = Operands.integers(SPEC, SPEC.input(0, 3, 4), false, false, 1);
    Reference reference = Oracle.compute(SPEC, operands.weights(), operands.x(), null);
    Comparison comparison = Comparison.exact(reference, HostTensor.allocate(reference.output()));
    assertTrue(comparison.passed());
    assertEquals(0, comparison.elements());
    assertNull(comparison.worst());
  }

  @Test
  void readsASliceOfAWiderResult() {
    Reference reference = reference(SPEC, Gate.EXACT);
    TensorSpec wide = TensorSpec.of(reference.output().shape().channels(9), DType.F32, Layout.NCHW);
    HostTensor actual = HostTensor.of(wide.slice(2, 6), result(reference).toArray());
    assertTrue(Comparison.exact(reference, actual).passed());
  }

  @Test
  void refusesAResultOfAnotherKind() {
    Reference reference = reference(SPEC, Gate.EXACT);
    HostTensor half = reference.toHost(DType.F16);
    HostTensor other =
        HostTensor.allocate(
            SPEC.layout(Layout.NHWC).output(SPEC.layout(Layout.NHWC).input(2, 3, 4)));
    HostTensor input = HostTensor.allocate(SPEC.input(2, 3, 4));
    Refusal.argument(() -> Comparison.exact(reference, half), "F16", "F32");
    Refusal.argument(() -> Comparison.bounded(reference, other), "NHWC", "NCHW");
    Refusal.argument(() -> Comparison.bounded(reference, input), "n2c8h3w4", "n2c6h3w4");
  }
}
