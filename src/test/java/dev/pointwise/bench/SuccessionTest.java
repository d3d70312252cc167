package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessionTest {
  private static SuiteLayer layer(String name, int repeat, String shape) {
    return new SuiteLayer(name, repeat, LayerShape.parse(shape), "");
  }

  @ParameterizedTest
  @CsvSource({
    "googlenet, 0",
    "resnet50, 0",
    "densenet121, 0",
    "nin-imagenet, 4",
    "nin-cifar10, 3",
    "squeezenet1.1, 8",
    "convnext-t, 4",
    "mobilenetv2, 17",
    "efficientnet-b0, 32",
  })
  void findsThePairsOfEachSuite(String suite, int pairs) {
    List<SuiteLayer> rows = Suites.get(suite).layers();
    int found = 0;
    for (int i = 0; i + 1 < rows.size(); i++) {
      found += Succession.follows(rows.get(i), rows.get(i + 1)) ? 1 : 0;
    }
    assertEquals(pairs, found);
  }

  @Test
  void namesAloneAreNotEnough() {
    SuiteLayer first = layer("b.pwconv1", 2, "c4h3w3k8");
    assertTrue(Succession.follows(first, layer("b.pwconv2", 2, "c8h3w3k4")));
    assertFalse(Succession.follows(first, layer("b.pwconv2", 1, "c8h3w3k4")));
    assertFalse(Succession.follows(first, layer("b.pwconv2", 2, "c8h2w3k4")));
    assertFalse(Succession.follows(first, layer("c.pwconv2", 2, "c8h3w3k4")));
    assertFalse(Succession.follows(first, layer("b.other", 2, "c8h3w3k4")));
    assertFalse(Succession.follows(layer("cccp2", 1, "c4h1w1k4"), layer("cccp3", 1, "c4h1w1k4")));
  }
}
