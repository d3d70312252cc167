package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerShapeTest {
  @Test
  void readsEveryPart() {
    assertEquals(
        new LayerShape(new Shape(8, 256, 56, 28), 64, 2, 4, true, true, Activation.clip(0, 1)),
        LayerShape.parse("n8c256h56w28k64s2g4+bias+add+clip:0:1"));
    assertEquals(
        new LayerShape(new Shape(1, 3, 1, 2), 4, 1, 1, false, false, Activation.NONE),
        LayerShape.parse("k4w2h1c3"));
  }

  @ParameterizedTest
  @CsvSource({
    "n8c256h56w28k64s2g4+bias+add+clip:0.0:1.0, n8c256h56w28k64s2g4+bias+add+clip:0.0:1.0",
    "c3h1w2k4s1g1, n1c3h1w2k4",
    "c3h1w2k4+relu+bias, n1c3h1w2k4+bias+relu",
    "c3h1w2k4+none, n1c3h1w2k4",
    "c3h1w2k4+clip, n1c3h1w2k4+clip:-3.4028235E38:3.4028235E38",
    "c3h1w2k4+leaky_relu, n1c3h1w2k4+leaky_relu:0.01"
  })
  void printsWhatItReads(String text, String printed) {
    LayerShape shape = LayerShape.parse(text);
    assertEquals(printed, shape.toString());
    assertEquals(shape, LayerShape.parse(printed));
  }

  @Test
  void everyLayerOfEverySuiteReadsBack() {
    for (String name : Suites.names()) {
      for (SuiteLayer layer : Suites.get(name).layers()) {
        assertEquals(layer.shape(), LayerShape.parse(layer.shape().toString()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n8c256h56w56q64|key 'q'|one of n, c, h, w, k, s, g",
        "cin256h1w1k1|key 'cin'|one of n, c, h, w, k, s, g (did you mean c?)",
        "c1h1w1k1strid2|key 'strid'|(did you mean s?)",
        "c1h1w1k1+rleu|activation is 'rleu'|(did you mean relu?)",
        "c1h1w1k1+bais|activation is 'bais'|(did you mean bias?)",
        "n8c256h56w56|key 'k' is missing|[nN]cChHwWkK",
        "c1h1w1k|'k'|a number",
        "c1h1w1k99999999999|'k99999999999'|a number",
        "c1c2h1w1k1|key 'c' twice|[nN]cChHwWkK",
        "c1h-1w1k1|'h'|a number",
        "c1h1w1k1?|'?'|[nN]cChHwWkK",
        "c1h1w1k1+swish2|activation is 'swish2'|one of: none, relu",
        "c1h1w1k1+elu:x|'x'|a number",
        "c1h1w1k1+relu+relu|second activation|[+ACTIVATION",
        "c1h1w1k1+bias+bias|'+bias' twice|[+bias]",
        "c1h1w1k1+|activation is ''|one of: none",
        "c0h1w1k1|C is 0|at least 1",
        "n0c1h1w1k1|input is n0c1h1w1|at least 1",
        "c1h0w1k1|input is n1c1h0w1|at least 1",
        "c4h1w1k4g3|groups is 3|a divisor of C_in = 4",
        "c4h1w1k4s0|stride is 0|at least 1",
        "''|key 'c' is missing|[nN]cChHwWkK"
      })
  void namesWhatIsWrong(String shape, String found, String expected) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> LayerShape.parse(shape));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("shape '" + shape + "'"), message);
    assertTrue(message.contains(found), message);
    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void countsWorkAndBytesByHand(int n) {
    LayerShape shape = LayerShape.parse("c256h56w56k64s2g4+bias+add+prelu").batch(n);
    assertEquals(n * 28L * 28 * 64 * 64, shape.macs());
    assertEquals(64 * 64 + 64 + 64, shape.parameters());
    long elements = n * 28L * 28 * (256 + 64 + 64) + 64 * 64;
    assertEquals(4 * elements + 4 * 128, shape.bytes(Precision.TF32));
    assertEquals(2 * elements + 4 * 128, shape.bytes(Precision.BF16));
    long written = shape.output().elements() * (shape.residual() ? 2 : 1);
    assertEquals(elements + written + 4L * (128 + shape.cOut()), shape.bytes(Precision.F8));
  }
}
