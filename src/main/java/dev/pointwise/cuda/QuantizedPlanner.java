package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.UnsupportedLayerException;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans a quantized layer, dense and NHWC: the first algorithm that the heuristics of cuBLASLt
 * name. Extents are filled up to what tensor cores want, output channels in W and scratch memory
 * alone, input channels by a copy of the input.
 */
final class QuantizedPlanner {
  private final CudaBackend backend;
  private final CublasLt lt;
  private final ConvSpec spec;
  private final LayerWeights weights;

  QuantizedPlanner(CudaBackend backend, CublasLt lt, ConvSpec spec, LayerWeights weights) {
    this.backend = backend;
    this.lt = lt;
    this.spec = spec;
    this.weights = weights;
  }

  /** The plan for tensors of these specs; its maker is its first user. */
  CudaPlan plan(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    backend.enterContext();
    int cIn = (int) LayerWeights.padded(spec.cIn());
    int cOut = (int) LayerWeights.padded(spec.cOut());
    TensorSpec sums = TensorSpec.of(y.shape().channels(cOut), y.dtype(), y.layout());
    TensorSpec padded =
        needsPad(x) ? TensorSpec.of(y.shape().channels(cIn), x.dtype(), x.layout()) : null;
    ConvSpec filled =
        ConvSpec.of(cIn, cOut)
            .precision(spec.precision())
            .layout(spec.inputLayout())
            .stride(padded == null ? spec.stride() : 1);
    GemmShape gemm = GemmShape.of(filled, padded == null ? x : padded, sums);
    if (gemm.needs64()) {
      throw new UnsupportedLayerException(
          spec + ", x " + x + ": an extent exceeds 2^31-1, the most that cuBLASLt takes");
    }
    LtProblem problem = LtProblem.sums(spec.precision(), gemm);
    LtDescriptors descriptors = lt.describe(problem);
    try {
      List<LtAlgorithm> algorithms = lt.heuristics(problem, descriptors, 1);
      if (algorithms.isEmpty()) {
        throw new UnsupportedLayerException(
            spec + ", x " + x + ": cuBLASLt names no algorithm for it");
      }
      TensorSpec product = TensorSpec.of(sums.shape(), DType.F32, sums.layout());
      Variant variant =
          new QuantizedVariant(
              lt,
              problem,
              descriptors,
              algorithms.get(0),
              weights,
              padded == null ? null : new Pad(backend, spec.stride(), x, padded),
              product.storageBytes(),
              Epilogue.dequantizing(
                  backend, spec, weights, product.slice(0, spec.cOut()), residual, y));
      PlanExplanation explanation =
          PlanExplanation.only(
              (padded == null ? "" : "pad + ") + LtCandidates.NAME + " + epilogue kernel");
      return new CudaPlan(x, residual, y, variant, explanation, descriptors);
    } catch (Throwable failure) {
      Closing.close(descriptors, failure);
      throw failure;
    }
  }

  /** Whether the product cannot read the input where it is. */
  private boolean needsPad(TensorSpec x) {
    return (x.shape().c() | x.channelOffset() | x.channelPitch()) % LayerWeights.PADDING != 0
        || GemmShape.needsGather(spec, x);
  }
}
