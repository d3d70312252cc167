package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuitesTest {
  private final List<Suite> suites = Suites.names().stream().map(Suites::get).toList();

  @Test
  void everyLayerIsThere() {
    assertEquals(10, suites.size());
    assertEquals(267, suites.stream().mapToInt(suite -> suite.layers().size()).sum());
    assertEquals(335, suites.stream().mapToLong(Suite::layerCount).sum());
    long distinct =
        suites.stream()
            .flatMap(suite -> suite.layers().stream())
            .map(
                layer ->
                    List.of(layer.shape().input(), layer.shape().cOut(), layer.shape().stride()))
            .distinct()
            .count();
    assertEquals(178, distinct);
  }

  @Test
  void sumsUpANetwork() {
    Suite suite = Suites.get("resnet50");
    assertEquals(16, suite.layers().size());
    assertEquals(36, suite.layerCount());
    assertEquals(2_119_434_240L, suite.macs());
    assertEquals(369_144_832L, Suites.get("googlenet").macs());
  }

  @Test
  void translatesActivationsAndBiases() {
    SuiteLayer convnext =
        Suites.get("convnext-t").layers().stream()
            .filter(layer -> layer.shape().residual())
            .findFirst()
            .orElseThrow();
    assertTrue(convnext.shape().bias());
    assertEquals(Activation.NONE, convnext.shape().activation());
    List<SuiteLayer> resnet = Suites.get("resnet50").layers();
    assertEquals(4, resnet.stream().filter(layer -> layer.shape().residual()).count());
    assertTrue(
        resnet.stream()
            .filter(layer -> layer.shape().residual())
            .allMatch(layer -> layer.shape().activation().equals(Activation.RELU)));
    assertEquals("inception_3a/in", Suites.get("googlenet").layers().get(1).siblings());
    assertFalse(
        Suites.get("densenet121").layers().stream().allMatch(layer -> layer.shape().bias()));
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Suites.get("../googlenet"));
    assertEquals(
        "suite is '../googlenet', expected one of: "
            + String.join(", ", Suites.names())
            + " (did you mean googlenet?)",
        refusal.getMessage());
  }
}
