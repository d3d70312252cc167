package dev.pointwise.multi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tuning;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.testing.SeveralProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiLayerTest {
  @Test
  void explainsOneDevicesPartAndSaysSo() {
    ConvSpec spec = ConvSpec.of(1, 1);
    TensorSpec x = spec.input(4, 3, 2);
    try (Backend backend = MultiBackend.open(new SeveralProvider(), List.of(1, 2, 0), Tuning.OFF);
        ConvLayer layer = backend.prepare(spec, ConvWeights.of(2))) {
      String reason = layer.explain(x, null, spec.output(x)).reason();
      assertTrue(reason.endsWith("; so on device 1 for n2c1h3w2 F32 NCHW"), reason);
    }
  }
}
