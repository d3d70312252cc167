package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationTest {
  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void readsWhatItPrints(Activation.Kind kind) {
    Activation activation = Activation.parse(kind.toString());
    assertEquals(kind, activation.kind());
    assertEquals(activation, Activation.parse(activation.toString()));
  }

  @Test
  void takesParametersOrTheirDefaults() {
    assertEquals(Activation.leakyRelu(0.01f), Activation.parse("leaky_relu"));
    assertEquals(Activation.leakyRelu(-0.5f), Activation.parse("leaky_relu:-0.5"));
    assertEquals(Activation.elu(1), Activation.parse("elu"));
    assertEquals(Activation.elu(2), Activation.parse("ELU:2"));
    assertEquals(Activation.clip(-1, 2.5f), Activation.parse("clip:-1:2.5"));
    assertEquals(Activation.clip(-1, Float.MAX_VALUE), Activation.parse("clip:-1"));
    assertEquals("clip:-1.0:2.5", Activation.clip(-1, 2.5f).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "reluu",
        "relu:1",
        "relu:",
        "elu:1:2",
        "elu:x",
        "elu:",
        "clip:1:2:3",
        "clip:2:1",
        "elu:nan",
        "elu:NaN",
        "leaky_relu:Infinity",
        "elu:1e99",
        ":",
        "leaky relu"
      })
  void refusesWhatItCannotRead(String text) {
    Refusal.argument(() -> Activation.parse(text), "expected");
  }

  @Test
  void saysWhatItCannotRead() {
    Refusal.argument(() -> Activation.parse("swish"), "'swish'", "silu", "hard_swish");
    Refusal.argument(() -> Activation.parse("relu:1"), "'relu:1'", "at most 0 parameters");
    Refusal.argument(() -> Activation.parse("elu:x"), "'elu:x'", "'x'");
    Refusal.argument(() -> Activation.clip(2, 1), "clip is 2.0:1.0", "lo ≤ hi");
  }

  @Test
  void refusesParametersThatMeanNothing() {
    Refusal.argument(() -> Activation.elu(Float.NaN), "elu parameter is NaN");
    Refusal.argument(() -> Activation.clip(0, Float.POSITIVE_INFINITY), "Infinity");
    Refusal.argument(() -> new Activation(Activation.Kind.RELU, 1, 0), "relu parameter is 1.0");
    Refusal.argument(() -> new Activation(Activation.Kind.ELU, 1, 2), "second parameter is 2.0");
  }
}
