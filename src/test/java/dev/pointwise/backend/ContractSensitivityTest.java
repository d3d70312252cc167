package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Gate;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.Elements;
import dev.pointwise.tensor.HostTensor;
import dev.pointwise.testing.OracleBackend;
import dev.pointwise.testing.OracleTensor;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract's cases fail on a backend that is wrong in one respect, whatever that is. */
class ContractSensitivityTest {
  private static final LayerCase PLAIN =
      new LayerCase(Gate.EXACT, ConvSpec.of(8, 6), 2, 3, 5, true, true, false);
  private static final LayerCase SLICED =
      new LayerCase(Gate.EXACT, ConvSpec.of(8, 6).layout(Layout.NHWC), 2, 3, 5, true, true, true);

  private static void assertCaught(LayerCase layer, Backend wrong) {
    try (Backend right = new OracleBackend()) {
      assertDoesNotThrow(() -> layer.check(right));
    }
    AssertionError error = assertThrows(AssertionError.class, () -> layer.check(wrong));
    assertTrue(String.valueOf(error.getMessage()).contains(layer.toString()), error::toString);
    wrong.close();
  }

  static Stream<LayerCase> longSums() {
    return LayerCases.longSums().filter(layer -> layer.gate() == Gate.EXACT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("longSums")
  void seesADroppedLastChannel(LayerCase layer) {
    assertCaught(layer, withWeights(c -> c == 2047 ? 0 : 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("longSums")
  void seesADroppedFirstChannel(LayerCase layer) {
    assertCaught(layer, withWeights(c -> c == 0 ? 0 : 1));
  }

  private static Backend withWeights(IntToDoubleFunction factor) {
    return new OracleBackend() {
      @Override
      protected ConvWeights use(ConvSpec spec, ConvWeights weights) {
        float[] w = weights.weight();
        for (int i = 0; i < w.length; i++) {
          w[i] *= (float) factor.applyAsDouble(i % spec.groupIn());
        }
        float[] bias = weights.bias();
        return bias == null ? ConvWeights.of(w) : ConvWeights.of(w).bias(bias);
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.LayerCases#canaries")
  void seesSilentTf32(LayerCase layer) {
    assertCaught(
        layer,
        new OracleBackend() {
          @Override
          protected HostTensor read(HostTensor x) {
            HostTensor rounded = x.copy(x.spec().dtype(), x.spec().layout());
            for (int i = 0; i < rounded.spec().storageElements(); i++) {
              rounded.setAt(i, Elements.toTf32(rounded.getAt(i)));
            }
            return rounded;
          }
        });
  }

  @Test
  void seesWeightsThatWereTruncated() {
    ConvSpec spec = ConvSpec.of(40, 9).precision(Precision.BF16);
    assertCaught(
        new LayerCase(Gate.RANDOM, spec, 1, 4, 4, false, false, false),
        new OracleBackend() {
          @Override
          protected ConvWeights use(ConvSpec layer, ConvWeights weights) {
            float[] w = weights.weight();
            for (int i = 0; i < w.length; i++) {
              w[i] = Elements.fromBFloat16((short) (Float.floatToRawIntBits(w[i]) >> 16));
            }
            return ConvWeights.of(w);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  void seesWrongScales(Precision precision) {
    ConvSpec spec = ConvSpec.of(40, 9).precision(precision).layout(Layout.NHWC);
    float[] alike = new float[9];
    Arrays.fill(alike, 0.01f);
    LayerCase exact = new LayerCase(Gate.EXACT, spec, 1, 4, 4, false, false, false);
    assertCaught(exact, withScales(weights -> weights.inputScale(1)));
    LayerCase random = new LayerCase(Gate.RANDOM, spec, 1, 4, 4, false, false, false);
    assertCaught(random, withScales(weights -> weights.inputScale(1)));
    assertCaught(random, withScales(weights -> weights.weightScale(alike)));
  }

  private static Backend withScales(UnaryOperator<ConvWeights> change) {
    return new OracleBackend() {
      @Override
      protected ConvWeights use(ConvSpec spec, ConvWeights weights) {
        return change.apply(weights);
      }
    };
  }

  @Test
  void seesOneElementThatWasNotWritten() {
    assertCaught(
        PLAIN,
        new OracleBackend() {
          @Override
          protected void store(HostTensor result, OracleTensor y) {
            result.set(1, 5, 2, 4, Float.NaN);
            super.store(result, y);
          }
        });
  }

  @Test
  void seesAnOutputThatWasNotWritten() {
    assertCaught(
        PLAIN,
        new OracleBackend() {
          @Override
          protected void store(HostTensor result, OracleTensor y) {}
        });
  }

  @Test
  void seesOneElementThatIsOffByOne() {
    assertCaught(
        PLAIN,
        new OracleBackend() {
          @Override
          protected void store(HostTensor result, OracleTensor y) {
            result.set(0, 0, 0, 0, result.get(0, 0, 0, 0) + 1);
            super.store(result, y);
          }
        });
  }

  @Test
  void seesAWriteBesideTheSlice() {
    for (int index : IntStream.of(0, 7, 8).toArray()) {
      assertCaught(
          SLICED,
          new OracleBackend() {
            @Override
            protected void store(HostTensor result, OracleTensor y) {
              super.store(result, y);
              y.data().setAt(index, 0);
            }
          });
    }
  }

  @Test
  void seesGarbageThatSurvivesInTheOutput() {
    assertCaught(
        PLAIN,
        new OracleBackend() {
          @Override
          protected void store(HostTensor result, OracleTensor y) {
            HostTensor before = y.download();
            for (int i = 0; i < result.spec().storageElements(); i++) {
              result.setAt(i, result.getAt(i) + 0 * before.getAt(i));
            }
            super.store(result, y);
          }
        });
  }
}
