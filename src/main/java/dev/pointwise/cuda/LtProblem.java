package dev.pointwise.cuda;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmOperand;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import jcuda.cudaDataType;
import org.jspecify.annotations.Nullable;

/**
 * A whole layer as one call of cuBLASLt: {@code D = activation(op(A)·op(B) + C + bias)}, where C is
 * the residual and the activation is none, ReLU or, for 16-bit outputs, the tanh form of GELU; or
 * the sums of a quantized layer. (How exact cuBLASLt's GELU is the manual does not say: enough for
 * 16 bits, by {@code ErrorBound}'s allowance; binary32 has the kernel's.)
 *
 * @param gemm the products, in one batch
 * @param precision of all tensors
 * @param residual where C lies, or null
 * @param epilogue cublasLtEpilogue_t
 * @param bias address of the bias in D's type, or 0
 * @param sums whether D takes the bare sums of a quantized layer, binary32 or integers of 32 bits
 */
record LtProblem(
    GemmShape gemm,
    Precision precision,
    @Nullable GemmOperand residual,
    int epilogue,
    long bias,
    boolean sums) {
  private static final int DEFAULT = 1;
  private static final int RELU = 2;
  private static final int BIAS = 4;
  private static final int GELU = 32;

  /** What matrices have to be aligned to for all of an epilogue to be in the product's kernel. */
  private static final int FUSED_ALIGNMENT = 16;

  /** What they have to be aligned to for a bias, and ReLU behind it, to be in it in BF16. */
  private static final int BIAS_ALIGNMENT = 4;

  private static final int COMPUTE_F32 = 68;
  private static final int COMPUTE_S32 = 72;
  private static final int COMPUTE_F32_FAST_TF32 = 77;

  /**
   * Why cuBLASLt cannot do all of such a layer in one call, or null if it can.
   *
   * @param residual where the residual lies, or null
   */
  static @Nullable String obstacle(
      ConvSpec spec, LayerWeights weights, GemmShape gemm, @Nullable GemmOperand residual) {
    if (gemm.needs64()) {
      return "an extent exceeds 2^31-1";
    }
    if (gemm.outer() > 1) {
      return "both images and groups repeat";
    }
    if (activation(spec) < 0) {
      return "the epilogue kernel alone has "
          + spec.activation()
          + " for "
          + spec.precision().output();
    }
    if (weights.bias() != 0 && gemm.inputIsA()) {
      return "cuBLASLt's bias runs along the rows of D, which are pixels";
    }
    int needed = alignmentToRoundOnce(spec, weights, residual != null);
    if (alignment(gemm, residual, spec.precision().storage().bytes()) % needed != 0) {
      return "cuBLASLt rounds to "
          + spec.precision().output()
          + " in between unless extents, offsets and strides are multiples of "
          + needed
          + " bytes";
    }
    return null;
  }

  /**
   * To how many bytes matrices have to be aligned for cuBLASLt to do all of the epilogue before it
   * rounds to 16 bits, and none of it by a kernel of its own: as an H100's of CUDA 13.0 did. See
   * docs/ARCHITECTURE.md.
   */
  private static int alignmentToRoundOnce(ConvSpec spec, LayerWeights weights, boolean residual) {
    boolean bias = weights.bias() != 0;
    if (spec.precision().output() == DType.F32) {
      return 1;
    }
    if (activation(spec) == GELU || (bias && residual)) {
      return FUSED_ALIGNMENT;
    }
    return bias && spec.precision() == Precision.BF16 ? BIAS_ALIGNMENT : 1;
  }

  /** Bytes that extents, starts and distances of all matrices are multiples of, 16 at most. */
  private static int alignment(GemmShape gemm, @Nullable GemmOperand residual, int elementBytes) {
    long all = gemm.m() | gemm.k() | places(gemm.a()) | places(gemm.b()) | places(gemm.c());
    if (residual != null) {
      all |= places(residual);
    }
    return (int) Long.lowestOneBit((all * elementBytes) | FUSED_ALIGNMENT);
  }

  private static long places(GemmOperand matrix) {
    return matrix.offset() | matrix.ld() | matrix.stride();
  }

  /** The activation's part of an epilogue, or -1 if it has none. */
  static int activation(ConvSpec spec) {
    return switch (spec.activation().kind()) {
      case NONE -> 0;
      case RELU -> RELU;
      case GELU_TANH -> spec.precision().output() == DType.F32 ? -1 : GELU;
      default -> -1;
    };
  }

  /** The problem of a layer without an {@link #obstacle}. */
  static LtProblem of(
      ConvSpec spec,
      LayerWeights weights,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    int epilogue = activation(spec) | (weights.bias() == 0 ? 0 : BIAS);
    return new LtProblem(
        GemmShape.of(spec, x, y),
        spec.precision(),
        residual == null ? null : GemmShape.of(spec, x, residual).c(),
        epilogue == 0 ? DEFAULT : epilogue,
        weights.storedBias(),
        false);
  }

  /** The sums of a quantized layer: no epilogue, and D of binary32 or integers of 32 bits. */
  static LtProblem sums(Precision precision, GemmShape gemm) {
    return new LtProblem(gemm, precision, null, DEFAULT, 0, true);
  }

  /** cublasComputeType_t. */
  int computeType() {
    return switch (precision) {
      case TF32 -> COMPUTE_F32_FAST_TF32;
      case I8 -> COMPUTE_S32;
      case F32, F16, BF16, F8 -> COMPUTE_F32;
    };
  }

  /** cudaDataType of alpha and beta. */
  int scaleType() {
    return precision == Precision.I8 ? cudaDataType.CUDA_R_32I : cudaDataType.CUDA_R_32F;
  }

  /** cudaDataType of A and B. */
  int inputType() {
    return Cublas.type(precision.storage());
  }

  /** Bytes of an element of A and B. */
  int inputBytes() {
    return precision.storage().bytes();
  }

  /** cudaDataType of C, D and the bias. */
  int outputType() {
    return sums ? scaleType() : Cublas.type(precision.output());
  }

  /** Bytes of an element of C and D. */
  int outputBytes() {
    return sums ? Integer.BYTES : precision.output().bytes();
  }

  /** Elements from one group's bias to the next's; 0 where all products share it. */
  long biasStride() {
    return gemm.a().stride() == 0 ? 0 : gemm.m();
  }

  /** What the address of a matrix is a multiple of, in bytes, at most a buffer's own alignment. */
  static long alignment(GemmOperand matrix, int elementBytes) {
    return Long.lowestOneBit(matrix.offset() * elementBytes | DeviceMemory.GRANULE);
  }

  /** Where C lies: the residual, or, there being none, D itself, which is then not read. */
  GemmOperand c() {
    return residual == null ? gemm.c() : residual;
  }
}
