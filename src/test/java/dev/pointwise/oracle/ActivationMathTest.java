package dev.pointwise.oracle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.Activation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The activations at points whose values were computed to 60 digits. */
class ActivationMathTest {
  private static double at(String activation, double x) {
    return ActivationMath.apply(Activation.parse(activation), 0.5, x);
  }

  @ParameterizedTest
  @CsvSource({
    "sigmoid, -30, 9.3576229688392989538e-14",
    "sigmoid, -5, 0.0066928509242848555594",
    "sigmoid, -1, 0.26894142136999512075",
    "sigmoid, -0.0001, 0.49997500000002083333",
    "sigmoid, 0.5, 0.62245933120185456464",
    "sigmoid, 3, 0.95257412682243321912",
    "sigmoid, 40, 0.99999999999999999575",
    "tanh, -30, -1.0",
    "tanh, -5, -0.99990920426259513121",
    "tanh, -1, -0.76159415595576488812",
    "tanh, -0.0001, -0.000099999999666666668",
    "tanh, 0.5, 0.4621171572600097585",
    "tanh, 3, 0.99505475368673045133",
    "tanh, 40, 1.0",
    "silu, -30, -2.8072868906517896862e-12",
    "silu, -5, -0.033464254621424277797",
    "silu, -1, -0.26894142136999512075",
    "silu, -0.0001, -0.000049997500000002083333",
    "silu, 0.5, 0.31122966560092728232",
    "silu, 3, 2.8577223804672996574",
    "silu, 40, 39.99999999999999983",
    "gelu, -30, -1.4720141781444561179e-196",
    "gelu, -5, -1.4332578593959695584e-6",
    "gelu, -1, -0.15865525393145705141",
    "gelu, -0.0001, -0.000049996010577202634711",
    "gelu, 0.5, 0.34573123063700655182",
    "gelu, 3, 2.9959503059051097164",
    "gelu, 40, 40.0",
    "gelu_tanh, -30, 0.0",
    "gelu_tanh, -5, -2.2917961966295060456e-7",
    "gelu_tanh, -1, -0.15880800939172329522",
    "gelu_tanh, -0.0001, -0.000049996010577202667621",
    "gelu_tanh, 0.5, 0.34571400982514392204",
    "gelu_tanh, 3, 2.9963626079182269812",
    "gelu_tanh, 40, 40.0",
    "softplus, -30, 9.3576229688397367794e-14",
    "softplus, -5, 0.0067153484891180686164",
    "softplus, -1, 0.31326168751822283405",
    "softplus, -0.0001, 0.6930971818099453089",
    "softplus, 0.5, 0.97407698418010668087",
    "softplus, 3, 3.0485873515737420588",
    "softplus, 40, 40.000000000000000004",
    "mish, -30, -2.8072868906519210338e-12",
    "mish, -5, -0.033576237730161705396",
    "mish, -1, -0.30340146137410891807",
    "mish, -0.0001, -0.000059996799984004586663",
    "mish, 0.5, 0.37524521130489510482",
    "mish, 3, 2.9865350049679573191",
    "mish, 40, 40.0",
    "elu, -30, -0.99999999999990642377",
    "elu, -5, -0.9932620530009145329",
    "elu, -1, -0.6321205588285576784",
    "elu, -0.0001, -0.000099995000166662500083",
    "elu, 0.5, 0.5",
    "elu, 3, 3.0",
    "elu, 40, 40.0",
    "none, -2.5, -2.5",
    "relu, -2.5, 0",
    "relu, 2.5, 2.5",
    "relu6, -1, 0",
    "relu6, 5.5, 5.5",
    "relu6, 7, 6",
    "leaky_relu:0.25, -8, -2",
    "leaky_relu:0.25, 8, 8",
    "prelu, -8, -4",
    "prelu, 8, 8",
    "elu:2, 8, 8",
    "hard_sigmoid, -2.5, 0",
    "hard_sigmoid, -3, 0",
    "hard_sigmoid, 0, 0.5",
    "hard_sigmoid, 1.25, 0.75",
    "hard_sigmoid, 9, 1",
    "hard_swish, -4, 0",
    "hard_swish, -1.5, -0.375",
    "hard_swish, 1.5, 1.125",
    "hard_swish, 5, 5",
    "clip:-2:3, -4, -2",
    "clip:-2:3, 1, 1",
    "clip:-2:3, 4, 3",
    "elu:2, -1, -1.2642411176571153568"
  })
  void hasTheValue(String activation, double x, double expected) {
    assertEquals(expected, at(activation, x), 5e-14 * Math.abs(expected));
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void keepsNan(Activation.Kind kind) {
    assertTrue(Double.isNaN(at(kind.toString(), Double.NaN)));
  }

  @Test
  void takesTheLimitAtMinusInfinity() {
    double end = Double.NEGATIVE_INFINITY;
    for (String zero :
        new String[] {
          "relu",
          "relu6",
          "sigmoid",
          "silu",
          "gelu",
          "gelu_tanh",
          "hard_sigmoid",
          "hard_swish",
          "softplus",
          "mish"
        }) {
      assertEquals(0, Math.abs(at(zero, end)), zero);
    }
    assertAll(
        () -> assertEquals(end, at("none", end)),
        () -> assertEquals(end, at("leaky_relu", end)),
        () -> assertEquals(end, at("prelu", end)),
        () -> assertEquals(-1, at("elu", end)),
        () -> assertEquals(-1, at("tanh", end)),
        () -> assertEquals(-2, at("clip:-2:3", end)));
  }

  @Test
  void takesTheLimitAtInfinity() {
    double end = Double.POSITIVE_INFINITY;
    for (String open :
        new String[] {
          "none",
          "relu",
          "leaky_relu",
          "prelu",
          "elu",
          "silu",
          "gelu",
          "gelu_tanh",
          "hard_swish",
          "softplus",
          "mish"
        }) {
      assertEquals(end, at(open, end), open);
    }
    for (String one : new String[] {"sigmoid", "tanh", "hard_sigmoid"}) {
      assertEquals(1, at(one, end), one);
    }
    assertEquals(6, at("relu6", end));
    assertEquals(3, at("clip:-2:3", end));
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void staysFiniteForFiniteArguments(Activation.Kind kind) {
    double[] points = {-3e38, -1e5, -700, -90, -1e-40, 0, 1e-40, 90, 700, 1e5, 3e38};
    assertTrue(Arrays.stream(points).map(x -> at(kind.toString(), x)).allMatch(Double::isFinite));
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void isNoSteeperThanTheBoundSays(Activation.Kind kind) {
    Activation activation = Activation.parse(kind.toString());
    double steepness = ErrorBound.steepness(activation, 0.5);
    for (double x = -12; x < 12; x += 1e-3) {
      double rise = at(kind.toString(), x + 1e-3) - at(kind.toString(), x);
      assertTrue(Math.abs(rise) <= steepness * 1e-3 * (1 + 1e-9), kind + " at " + x);
    }
  }
}
