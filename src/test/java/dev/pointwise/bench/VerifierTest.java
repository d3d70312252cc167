package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Gate;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.testing.FaultyBackend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerifierTest {
  private static Verification verify(String shape, Precision precision) {
    LayerCase layerCase = new LayerCase(LayerShape.parse(shape), precision, Layout.NHWC);
    try (FaultyBackend backend = new FaultyBackend("test", "test")) {
      return new Verifier(backend, 1).verify(layerCase);
    }
  }

  private static List<Gate> gates(Verification verification) {
    return verification.gates().stream().map(GateResult::gate).toList();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void rightResultsPassEveryGateThatApplies(Precision precision) {
    Verification result = verify("n2c20h5w3k8s2+bias+add+relu", precision);
    assertTrue(result.passed(), result.toString());
    assertEquals(
        precision == Precision.F32
            ? List.of(Gate.EXACT, Gate.CANARY, Gate.RANDOM)
            : List.of(Gate.EXACT, Gate.RANDOM),
        gates(result));
    assertTrue(result.toString().startsWith("ok     n2c20h5w3k8s2+bias+add+relu "));
    assertEquals(1, result.toString().lines().count());
  }

  @Test
  void inexactActivationsAreOffInTheExactGatesOnly() {
    Verification result = verify("c20h5w3k8+gelu", Precision.F32);
    assertTrue(result.passed(), result.toString());
    assertEquals(
        List.of(true, true, false),
        result.gates().stream().map(GateResult::activationOff).toList());
  }

  @Test
  void oneWrongElementFails() {
    Verification result = verify("c20h5w3k" + FaultyBackend.WRONG, Precision.F32);
    assertFalse(result.passed());
    assertTrue(result.mismatched());
    assertTrue(result.toString().startsWith("FAILED n1c20h5w3k7 f32 nhwc: exact failed:"));
    assertTrue(result.toString().contains("worst at n=0 c=0 h=0 w=0"), result.toString());
  }

  @Test
  void outputsArePoisonedBeforehand() {
    Verification result = verify("c20h5w3k" + FaultyBackend.UNWRITTEN, Precision.F32);
    assertTrue(result.mismatched());
    assertTrue(result.toString().contains("165 in being NaN"), result.toString());
  }

  @Test
  void aDeviceThatRefusesIsAnErrorAndNoMismatch() {
    Verification result = verify("c20h5w3k" + FaultyBackend.TOO_LARGE, Precision.F32);
    assertFalse(result.passed());
    assertFalse(result.mismatched());
    assertTrue(result.toString().contains("ERROR  n1c20h5w3k9 f32 nhwc: output: out of device"));
  }
}
