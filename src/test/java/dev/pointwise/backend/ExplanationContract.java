package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import org.junit.jupiter.api.Test;

/** Layers say how they are computed. */
interface ExplanationContract extends BackendSource {
  @Test
  default void namesWhatRunsAmongTheCandidates() {
    for (Layout layout : Layout.values()) {
      for (Precision precision : LayerCases.unquantized()) {
        ConvSpec spec =
            ConvSpec.of(3, 2).layout(layout).precision(precision).activation(Activation.SILU);
        TensorSpec x = spec.input(2, 7, 7);
        TensorSpec y = spec.output(x);
        try (ConvLayer layer = backend().prepare(spec, ConvWeights.of(new float[6]))) {
          PlanExplanation plan = layer.explain(x, y, y);
          assertFalse(plan.reason().isBlank());
          assertTrue(
              plan.candidates().stream().anyMatch(each -> each.name().equals(plan.chosen())),
              plan::toString);
          assertEquals(plan, layer.explain(x, y, y), "asked again");
        }
      }
    }
  }

  @Test
  default void explainsNothingThatWouldBeRefused() {
    ConvSpec spec = ConvSpec.of(3, 2);
    TensorSpec x = spec.input(1, 2, 2);
    TensorSpec y = spec.output(x);
    TensorSpec none = spec.input(0, 2, 2);
    ConvLayer layer = backend().prepare(spec, ConvWeights.of(new float[6]));
    try (layer) {
      assertThrows(IllegalArgumentException.class, () -> layer.explain(y, null, y));
      assertThrows(IllegalArgumentException.class, () -> layer.explain(x, x, y));
      assertThrows(
          IllegalArgumentException.class, () -> layer.explain(none, null, spec.output(none)));
    }
    assertThrows(IllegalStateException.class, () -> layer.explain(x, null, y));
  }
}
