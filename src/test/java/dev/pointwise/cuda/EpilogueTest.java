package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpilogueTest {
  /** 16 bytes are 4 floats or 8 halves: every row of every tensor has to start at a multiple. */
  @ParameterizedTest
  @CsvSource({
    "F32, 8, 0, 8, true",
    "F32, 8, 4, 16, true",
    "F32, 8, 2, 16, false",
    "F32, 8, 4, 14, false",
    "F32, 6, 0, 8, false",
    "F16, 8, 8, 16, true",
    "F16, 8, 4, 16, false",
    "BF16, 8, 0, 12, false",
  })
  void widensOnlyWhereEveryRowIsAligned(
      Precision precision, int channels, int offset, int pitch, boolean wide) {
    ConvSpec spec = ConvSpec.of(3, channels).layout(Layout.NHWC).precision(precision);
    TensorSpec whole = spec.output(spec.input(1, 2, 2));
    TensorSpec slice =
        TensorSpec.of(whole.shape().channels(pitch), precision.storage(), Layout.NHWC)
            .slice(offset, channels);
    assertEquals(wide, wide(null, slice), "output");
    assertEquals(wide, wide(slice, whole), "residual");
  }

  private static boolean wide(@Nullable TensorSpec residual, TensorSpec y) {
    return Epilogue.isWide(ProductTarget.before(y, true).spec(), residual, y);
  }

  @Test
  void a16BitProductStaysInBinary32UntilTheEpilogueRoundsIt() {
    TensorSpec y = ConvSpec.of(3, 8).precision(Precision.F16).input(1, 2, 2);
    assertEquals(DType.F32, ProductTarget.before(y, true).spec().dtype());
    assertEquals(y, ProductTarget.before(y, false).spec());
  }
}
