package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tensor;
import dev.pointwise.network.Footprint;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.results.Fill;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import dev.pointwise.testing.OracleBackend;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardPassTest {
  private static Network network(Suite suite, Precision precision) {
    return new Network(suite, OptionalInt.of(1), precision, Layout.NHWC);
  }

  private static NetworkSpec spec(ForwardPass pass) {
    List<ConvSpec> specs = pass.layers().stream().map(PassLayer::spec).toList();
    List<ConvWeights> weights =
        specs.stream()
            .map(spec -> ConvWeights.of(new float[Math.toIntExact(spec.weightElements())]))
            .toList();
    return pass.spec(specs, weights, false);
  }

  /** Layers of the suite, calls of the backend, inputs with residuals, and outputs. */
  @ParameterizedTest
  @CsvSource({
    "googlenet, 37, 19, 19, 37",
    "resnet50, 36, 35, 51, 36",
    "resnet50-v1, 36, 32, 48, 36",
    "nin-imagenet, 8, 8, 4, 4",
    "convnext-t, 36, 36, 36, 18",
    "squeezenet1.1, 17, 17, 9, 9",
    "mobilenetv2, 34, 34, 27, 17",
  })
  void everyLayerIsThere(String name, int layers, int calls, int inputs, int outputs) {
    Suite suite = Suites.get(name);
    ForwardPass pass = ForwardPass.of(network(suite, Precision.F16));
    NetworkSpec spec = spec(pass);
    Footprint footprint = footprint(pass, spec);
    assertEquals(suite.layerCount(), layers);
    assertEquals(layers, footprint.layers());
    assertEquals(calls, footprint.steps());
    assertEquals(inputs, spec.inputs().size());
    assertEquals(outputs, spec.outputs().size());
    assertEquals(2.0 * suite.macs(), pass.flops());
  }

  @ParameterizedTest
  @ValueSource(strings = {"convnext-t", "efficientnet-b0", "mobilenetv2"})
  void theExactCheckRunsTheStepsThatAreMeasured(String name) {
    ForwardPass pass = ForwardPass.of(network(Suites.get(name), Precision.F16));
    PassOperands operands = IntegerPass.of(pass, 1);
    assertEquals(
        footprint(pass, spec(pass)),
        footprint(pass, pass.spec(operands.specs(), operands.weights(), false)));
  }

  @Test
  void everyInputHasMemoryOfItsOwn() {
    Suite suite =
        new Suite("s", List.of(layer("a", "c4h2w2k4+add", ""), layer("b", "c4h2w2k4", "")));
    ForwardPass pass = ForwardPass.of(network(suite, Precision.F32));
    try (Backend backend = new OracleBackend();
        PassTensors tensors =
            new PassTensors(
                backend,
                spec(pass),
                PassFilling.of(pass, Fill.UNIFORM, 1).inputs(),
                pass.siblings())) {
      List<Tensor> inputs = tensors.inputs();
      assertEquals(3, inputs.size());
      for (Tensor input : inputs) {
        assertEquals(1, inputs.stream().filter(input::overlaps).count());
      }
    }
  }

  private static Footprint footprint(ForwardPass pass, NetworkSpec spec) {
    return spec.footprint(spec.inputs().stream().map(input -> pass.inputs().get(input)).toList());
  }

  @Test
  void pairsAlternateAndCopiesHaveNamesOfTheirOwn() {
    ForwardPass pass = ForwardPass.of(network(Suites.get("convnext-t"), Precision.F32));
    assertEquals(
        "[stage0.pwconv1#1, stage0.pwconv2#1, stage0.pwconv1#2, stage0.pwconv2#2]",
        pass.layers().stream().limit(4).map(PassLayer::name).toList().toString());
    PassLayer second = pass.layers().get(1);
    assertTrue(second.fed());
    assertEquals("stage0.pwconv1#1", second.source());
    assertEquals("stage0.pwconv2#1/add", second.residual());
  }

  @Test
  void siblingsMarkedWithAStarReadTensorsOfTheirOwn() {
    ForwardPass pass = ForwardPass.of(network(Suites.get("resnet50"), Precision.F32));
    assertEquals("layer1.0/in", pass.layers().get(0).source());
    assertEquals("layer1.0/in", pass.layers().get(1).source());
    assertTrue(pass.inputs().containsKey("layer2.0.conv1/in"));
    assertTrue(pass.inputs().containsKey("layer2.0.downsample/in"));
  }

  /** Sums so small that no order of adding, and no storage, rounds them. */
  @ParameterizedTest
  @CsvSource({"F32, 16777216", "TF32, 16777216", "F16, 2048", "BF16, 256"})
  void integersStayExact(Precision precision, double limit) {
    Suite suite =
        new Suite(
            "s",
            List.of(
                layer("cccp1", "c900h2w2k300+bias+relu", ""),
                layer("cccp2", "c300h2w2k500+bias+add", ""),
                layer("b.se_reduce", "c40h1w1k10+bias+silu", ""),
                layer("b.se_expand", "c10h1w1k40+bias+sigmoid", ""),
                layer("one", "c700h2w2k300+relu6", "t"),
                layer("two", "c700h2w2k200+bias", "t")));
    ForwardPass pass = ForwardPass.of(network(suite, precision));
    PassOperands operands = IntegerPass.of(pass, 1);
    HostTensor before = null;
    for (int i = 0; i < pass.layers().size(); i++) {
      PassLayer layer = pass.layers().get(i);
      HostTensor x = layer.fed() ? before : operands.inputs().get(layer.source());
      HostTensor residual =
          layer.residual() == null ? null : operands.inputs().get(layer.residual());
      Reference reference =
          Oracle.compute(
              operands.specs().get(i),
              operands.weights().get(i),
              Objects.requireNonNull(x),
              residual);
      boolean differs = false;
      for (int e = 0; e < reference.size(); e++) {
        assertTrue(reference.magnitude(e) <= limit, layer.name());
        assertTrue(precision != Precision.TF32 || !layer.feeds() || reference.magnitude(e) <= 2048);
        assertEquals(Math.rint(reference.value(e)), reference.value(e));
        differs |= reference.value(e) != reference.value(0);
      }
      assertTrue(differs, layer.name());
      assertEveryChannelTakesPart(operands.weights().get(i).weight(), layer.spec().cIn());
      before = reference.toHost(precision.storage());
    }
  }

  private static void assertEveryChannelTakesPart(float[] weight, int cIn) {
    boolean[] taken = new boolean[cIn];
    for (int i = 0; i < weight.length; i++) {
      taken[i % cIn] |= weight[i] != 0;
    }
    for (boolean each : taken) {
      assertTrue(each);
    }
  }

  private static SuiteLayer layer(String name, String shape, String siblings) {
    return new SuiteLayer(name, 1, LayerShape.parse(shape), siblings);
  }
}
