package dev.pointwise.multi;

import dev.pointwise.Refusal;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tensor;
import dev.pointwise.backend.Tuning;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.testing.SeveralProvider;
import org.junit.jupiter.api.Test;

class MultiTensorTest {
  /** Its bytes would not be where its images belong. */
  @Test
  void refusesToReshapeToAnotherBatch() {
    ConvSpec spec = ConvSpec.of(4, 4);
    try (Backend backend = Devices.ALL.open(new SeveralProvider(), Tuning.OFF);
        Tensor tensor = backend.allocate(spec.input(2, 3, 2))) {
      Refusal.argument(
          () -> tensor.reshaped(spec.input(1, 3, 2)).close(), "n1c4h3w2", "expected N = 2");
      Refusal.argument(
          () -> tensor.reshaped(spec.input(4, 1, 2)).close(), "n4c4h1w2", "expected N = 2");
    }
  }
}
