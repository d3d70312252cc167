package dev.pointwise.backend;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results agree with the oracle. */
interface ResultContract extends BackendSource {
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.LayerCases#exact")
  default void isExactOnIntegers(LayerCase layer) {
    layer.check(backend());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.LayerCases#exactActivations")
  default void activatesIntegersExactly(LayerCase layer) {
    layer.check(backend());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.LayerCases#randomActivations")
  default void activatesWithinTheBound(LayerCase layer) {
    layer.check(backend());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.LayerCases#longSums")
  default void dropsNoChannelOfALongSum(LayerCase layer) {
    layer.check(backend());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.LayerCases#canaries")
  default void multipliesBinary32InFull(LayerCase layer) {
    layer.check(backend());
  }
}
