package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers in F8 and I8 compute what the oracle does, or are refused with the reason that was given
 * beforehand. A backend that has a precision runs every dense NHWC layer in it.
 */
interface QuantizedContract extends BackendSource {
  private boolean has(Precision precision) {
    ConvSpec dense = ConvSpec.of(32, 32).layout(Layout.NHWC).precision(precision);
    return backend().unsupportedReason(dense) == null;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.LayerCases#quantized")
  default void runsDenseInterleavedLayersOrSaysWhyNot(LayerCase layer) {
    if (has(layer.spec().precision())) {
      assertNull(backend().unsupportedReason(layer.spec()), layer::toString);
      layer.check(backend());
    } else {
      assertRefused(layer.spec());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.LayerCases#unusualQuantized")
  default void runsOtherLayersOrSaysWhyNot(ConvSpec spec) {
    if (backend().unsupportedReason(spec) == null) {
      new LayerCase(Gate.EXACT, spec, 2, 3, 5, true, true, false).check(backend());
    } else {
      assertRefused(spec);
    }
  }

  private void assertRefused(ConvSpec spec) {
    String reason = backend().unsupportedReason(spec);
    assertNotNull(reason);
    ConvWeights weights = ConvWeights.of(new float[(int) spec.weightElements()]).inputScale(1);
    ConvWeights fitting =
        spec.activation().toString().startsWith("prelu")
            ? weights.slope(new float[spec.cOut()])
            : weights;
    String message =
        assertThrows(
                UnsupportedLayerException.class, () -> backend().prepare(spec, fitting).close())
            .getMessage();
    assertEquals(spec + " cannot run on " + backend().info() + ": " + reason, message);
  }

  @Test
  default void everyLayerThatIsNotQuantizedIsSupported() {
    for (Precision precision : LayerCases.unquantized()) {
      assertNull(backend().unsupportedReason(ConvSpec.of(3, 5).precision(precision)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  default void refusesScalesThatDoNotFit(Precision precision) {
    ConvSpec spec = ConvSpec.of(16, 2).layout(Layout.NHWC).precision(precision);
    ConvWeights plain = ConvWeights.of(new float[32]);
    Refusal.argument(() -> backend().prepare(spec, plain), "input scale", "missing");
    Refusal.argument(
        () -> backend().prepare(spec, plain.inputScale(1).weightScale(1)), "weight scale", "2");
    Refusal.argument(
        () -> backend().prepare(ConvSpec.of(16, 2), plain.inputScale(3)), "input scale is 3.0");
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  default void refusesWeightsThatCannotBeQuantized(Precision precision) {
    if (!has(precision)) {
      return;
    }
    ConvSpec spec = ConvSpec.of(16, 2).layout(Layout.NHWC).precision(precision);
    float[] w = new float[32];
    w[17] = Float.NaN;
    Refusal.argument(
        () -> backend().prepare(spec, ConvWeights.of(w).inputScale(1)), "W[1, 1] is NaN");
    ConvWeights tiny = ConvWeights.of(new float[32]).inputScale(1e-30f).weightScale(1e-30f, 1);
    Refusal.argument(() -> backend().prepare(spec, tiny), "weight scale[0]", "1.0E-30");
  }

  /** Offset and pitch are multiples of 16, which tensor cores read in place; once with a stride. */
  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  default void readsASliceWhereItLies(Precision precision) {
    if (!has(precision)) {
      return;
    }
    ConvSpec dense = ConvSpec.of(32, 24).layout(Layout.NHWC).precision(precision);
    for (ConvSpec spec : new ConvSpec[] {dense, dense.stride(2)}) {
      TensorSpec x = HostTensors.within(spec.input(2, 4, 6), 16, 48);
      Operands operands = Gate.EXACT.operands(spec, x, true, false, 5);
      try (ConvLayer layer = backend().prepare(spec, operands.weights());
          DeviceSlice input = DeviceSlice.upload(backend(), operands.x());
          Tensor y = layer.run(input.view())) {
        Comparison comparison =
            Comparison.exact(
                Oracle.compute(spec, operands.weights(), operands.x(), null), y.download());
        assertTrue(comparison.passed(), comparison::toString);
      }
    }
  }

  /** Saturated inputs, the largest codes of both signs, and a NaN among FP8 inputs. */
  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  default void readsEveryCode(Precision precision) {
    if (!has(precision)) {
      return;
    }
    ConvSpec spec = ConvSpec.of(64, 16).layout(Layout.NHWC).precision(precision);
    Operands operands = Operands.uniform(spec, spec.input(1, 2, 2), true, false, 9);
    HostTensor x = operands.x();
    for (int code = 0; code < 256; code++) {
      x.data().set(ValueLayout.JAVA_BYTE, code, (byte) code);
    }
    try (ConvLayer layer = backend().prepare(spec, operands.weights());
        Tensor input = backend().upload(x);
        Tensor y = layer.run(input)) {
      Comparison comparison =
          Comparison.bounded(Oracle.compute(spec, operands.weights(), x, null), y.download());
      assertTrue(comparison.passed(), comparison::toString);
    }
  }
}
