package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaPlanTest {
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
    ConvSpec spec =
        ConvSpec.of(3, channels)
            .layout(Layout.NHWC)
            .precision(precision)
            .activation(Activation.RELU);
    TensorSpec x = spec.input(1, 2, 2);
    TensorSpec whole = spec.output(x);
    TensorSpec slice =
        TensorSpec.of(whole.shape().channels(pitch), precision.storage(), Layout.NHWC)
            .slice(offset, channels);
    assertEquals(wide, new CudaPlan(spec, true, x, null, slice).wide, "output");
    assertEquals(wide, new CudaPlan(spec, true, x, slice, whole).wide, "residual");
  }

  @Test
  void keepsA16BitProductInBinary32UntilTheEpilogueRoundsIt() {
    ConvSpec spec = ConvSpec.of(3, 8).precision(Precision.F16);
    TensorSpec x = spec.input(1, 2, 2);
    assertEquals(DType.F32, new CudaPlan(spec, true, x, null, spec.output(x)).product.dtype());
    assertEquals(DType.F16, new CudaPlan(spec, false, x, null, spec.output(x)).product.dtype());
  }
}
