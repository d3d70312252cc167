package dev.pointwise.cuda;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmOperand;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A whole layer as one call of cuBLASLt: {@code D = activation(op(A)·op(B) + C + bias)}, where C is
 * the residual and the activation is ReLU or none. cuBLASLt's GELU is left alone: the manual gives
 * it in a form that is NaN at minus infinity, and no bound of its error.
 *
 * @param gemm the products, in one batch
 * @param precision of all tensors
 * @param residual where C lies, or null
 * @param epilogue cublasLtEpilogue_t
 * @param bias address of the bias in D's type, or 0
 */
record LtProblem(
    GemmShape gemm, Precision precision, @Nullable GemmOperand residual, int epilogue, long bias) {
  private static final int DEFAULT = 1;
  private static final int RELU = 2;
  private static final int BIAS = 4;

  /** Why cuBLASLt cannot do all of such a layer in one call, or null if it can. */
  static @Nullable String obstacle(ConvSpec spec, LayerWeights weights, GemmShape gemm) {
    if (gemm.needs64()) {
      return "an extent exceeds 2^31-1";
    }
    if (gemm.outer() > 1) {
      return "both images and groups repeat";
    }
    if (spec.activation().kind() != Activation.Kind.NONE
        && spec.activation().kind() != Activation.Kind.RELU) {
      return "the epilogue kernel alone has " + spec.activation();
    }
    if (weights.bias() != 0 && gemm.inputIsA()) {
      return "cuBLASLt's bias runs along the rows of D, which are pixels";
    }
    if (weights.bias() != 0 && weights.storedBias() == 0) {
      return "the bias is not exact in " + spec.precision().output() + ", cuBLASLt's type for it";
    }
    return null;
  }

  /** The problem of a layer without an {@link #obstacle}. */
  static LtProblem of(
      ConvSpec spec,
      LayerWeights weights,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    int relu = spec.activation().kind() == Activation.Kind.RELU ? RELU : 0;
    int epilogue = relu | (weights.bias() == 0 ? 0 : BIAS);
    return new LtProblem(
        GemmShape.of(spec, x, y),
        spec.precision(),
        residual == null ? null : GemmShape.of(spec, x, residual).c(),
        epilogue == 0 ? DEFAULT : epilogue,
        weights.storedBias());
  }

  /** The element type of A and B. */
  DType inputType() {
    return precision.storage();
  }

  /** The element type of C, D and the bias. */
  DType outputType() {
    return precision.output();
  }

  /** Elements from one group's bias to the next's; 0 where all products share it. */
  long biasStride() {
    return gemm.a().stride() == 0 ? 0 : gemm.m();
  }

  /** What the address of a matrix is a multiple of, in bytes, at most a buffer's own alignment. */
  static long alignment(GemmOperand matrix, DType type) {
    return Long.lowestOneBit(matrix.offset() * type.bytes() | DeviceMemory.GRANULE);
  }

  /** Where C lies: the residual, or, there being none, D itself, which is then not read. */
  GemmOperand c() {
    return residual == null ? gemm.c() : residual;
  }
}
