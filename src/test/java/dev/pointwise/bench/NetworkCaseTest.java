package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.oracle.Operands;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import dev.pointwise.testing.FaultyBackend;
import dev.pointwise.testing.OracleBackend;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkCaseTest {
  private static final List<SuiteLayer> ROWS =
      List.of(
          layer("in/1x1", 1, "c6h3w3k4+bias+relu", "in"),
          layer("in/reduce", 1, "c6h3w3k2+bias+relu", "in"),
          layer("strided", 1, "c6h3w3k4s2", "in*"),
          layer("a.se_reduce", 2, "c8h1w1k4+bias+silu", ""),
          layer("a.se_expand", 2, "c4h1w1k8+bias+sigmoid", ""),
          layer("added", 2, "c4h3w3k4+bias+add+relu", ""));

  private static SuiteLayer layer(String name, int repeat, String shape, String siblings) {
    return new SuiteLayer(name, repeat, LayerShape.parse(shape), siblings);
  }

  private static NetworkCase network(List<SuiteLayer> rows, Precision precision) {
    return new NetworkCase(
        new Network(new Suite("small", rows), OptionalInt.of(2), precision, Layout.NHWC));
  }

  private static Verification verify(Backend backend, List<SuiteLayer> rows, Precision precision) {
    try (backend) {
      return network(rows, precision).verify(backend, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "TF32", "F16", "BF16"})
  void isRightInEveryPrecision(Precision precision) {
    Verification result = verify(new OracleBackend(), ROWS, precision);
    assertTrue(result.passed(), result.toString());
    assertEquals(7 + 9, result.gates().size());
    assertEquals(List.of("exact: 7 results", "random: 9 results"), result.findings());
  }

  @Test
  void itsFactsAreThoseOfTheMergedNetwork() {
    NetworkCase network = network(ROWS, Precision.F32);
    assertEquals(9, network.facts().get("layers"));
    assertEquals(8, network.facts().get("calls"));
    assertEquals("small n2 f32 nhwc network", network.toString());
    assertEquals(
        List.of(
            "--suite",
            "small",
            "-n",
            "2",
            "--dtype",
            "f32",
            "--layout",
            "nhwc",
            "--fuse",
            "network"),
        network.options());
    assertTrue(network.deviceBytes() > network.work().bytes());
  }

  @Test
  void aWrongLayerIsFoundByName() {
    Verification result =
        verify(
            new FaultyBackend("test", "a device"),
            List.of(ROWS.getFirst(), layer("wrong", 1, "c6h3w3k" + FaultyBackend.WRONG, "")),
            Precision.F32);
    assertFalse(result.passed());
    assertTrue(result.mismatched());
    assertTrue(
        result.wrong().startsWith("2 of 4 checks failed, first wrong: exact failed"),
        result.wrong());
    assertTrue(result.toString().startsWith("FAILED small n2 f32 nhwc network: wrong: exact"));
  }

  @Test
  void whatTheDeviceRefusesIsAnErrorAndNoMismatch() {
    Verification result =
        verify(
            new FaultyBackend("test", "a device"),
            List.of(layer("large", 1, "c6h3w3k" + FaultyBackend.TOO_LARGE, "")),
            Precision.F32);
    assertFalse(result.passed());
    assertFalse(result.mismatched());
    assertTrue(result.toString().startsWith("ERROR  small n2 f32 nhwc network: output: out of"));
  }

  @Test
  void aWrongBiasIsSeen() {
    Backend spoiled =
        new OracleBackend() {
          @Override
          protected ConvWeights use(ConvSpec spec, ConvWeights weights) {
            float[] bias = weights.bias();
            return bias == null || spec.cOut() != 8 ? weights : weights.bias(new float[8]);
          }
        };
    Verification result = verify(spoiled, ROWS, Precision.F16);
    assertEquals(
        List.of("a.se_expand#1", "a.se_expand#2", "a.se_expand#1", "a.se_expand#2"),
        result.gates().stream().filter(gate -> !gate.passed()).map(GateResult::layer).toList());
  }

  @Test
  void aSiblingThatIsWrongIsFoundByItsOutput() {
    String text = "n2c6h3w3k4+bias/k" + FaultyBackend.WRONG + "+gelu";
    SiblingCase siblings = new SiblingCase(SiblingCase.parse(text), Precision.F32, Layout.NCHW);
    try (Backend right = new OracleBackend();
        Backend wrong = new FaultyBackend("test", "a device")) {
      assertTrue(siblings.verify(right, 1).passed(), () -> siblings.verify(right, 1).toString());
      assertEquals(6, siblings.verify(right, 1).gates().size());
      assertEquals(
          List.of("k7+gelu", "k7+gelu", "k7+gelu"),
          siblings.verify(wrong, 1).gates().stream()
              .filter(gate -> !gate.passed())
              .map(GateResult::layer)
              .toList());
    }
  }

  @Test
  void siblingsHaveRowsOfTheirOwn() {
    SiblingCase siblings =
        new SiblingCase(SiblingCase.parse("c2h1w1k1+bias/k2"), Precision.F32, Layout.NCHW);
    Operands all =
        new Operands(
            ConvWeights.of(1, 2, 3, 4, 5, 6).bias(7, 8, 9),
            HostTensor.allocate(siblings.input()),
            null);
    SiblingOperands operands =
        SiblingOperands.of(siblings, siblings.specs(), (spec, x, bias) -> all);
    assertArrayEquals(new float[] {1, 2}, operands.weights().getFirst().weight());
    assertArrayEquals(new float[] {7}, operands.weights().getFirst().bias());
    assertArrayEquals(new float[] {3, 4, 5, 6}, operands.weights().getLast().weight());
    assertNull(operands.weights().getLast().bias());
  }
}
