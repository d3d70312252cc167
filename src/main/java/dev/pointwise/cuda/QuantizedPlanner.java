package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.UnsupportedLayerException;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans a quantized layer, dense and NHWC: the first algorithm that the heuristics of cuBLASLt
 * name. Where one scale serves all channels of an FP8 layer, that is for the whole layer, if there
 * is one; else for the sums, which the epilogue kernel scales. Extents are filled up to what tensor
 * cores want, output channels in W and scratch memory alone, input channels by a copy of the input.
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
    CudaPlan whole = whole(x, residual, y);
    return whole == null ? sums(x, residual, y) : whole;
  }

  /** The layer without what follows its sums, with that many output channels, on filled input. */
  private ConvSpec filled(TensorSpec x, int cOut) {
    return ConvSpec.of((int) LayerWeights.padded(spec.cIn()), cOut)
        .precision(spec.precision())
        .layout(spec.inputLayout())
        .stride(needsPad(x) ? 1 : spec.stride());
  }

  /** What the product reads: x, or a copy whose channels are filled up. */
  private TensorSpec read(TensorSpec x, TensorSpec y) {
    int cIn = (int) LayerWeights.padded(spec.cIn());
    return needsPad(x) ? TensorSpec.of(y.shape().channels(cIn), x.dtype(), x.layout()) : x;
  }

  private @Nullable Pad pad(TensorSpec x, TensorSpec read) {
    return needsPad(x) ? new Pad(backend, spec.stride(), x, read) : null;
  }

  private String name(TensorSpec x) {
    return (needsPad(x) ? "pad + " : "") + LtCandidates.NAME;
  }

  /** The whole layer in one call; null if that cannot be, or cuBLASLt names no algorithm for it. */
  private @Nullable CudaPlan whole(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    Float scale = weights.commonScale();
    if (scale == null
        || spec.precision() != Precision.F8
        || LtProblem.activation(spec) < 0
        || !isAligned(y)
        || (residual != null && !isAligned(residual))) {
      return null;
    }
    TensorSpec read = read(x, y);
    ConvSpec filled = filled(x, spec.cOut()).activation(spec.activation());
    if (GemmShape.of(filled, read, y).needs64()) {
      return null;
    }
    LtProblem problem = LtProblem.of(filled, weights, read, residual, y);
    LtDescriptors descriptors = lt.describe(problem);
    try {
      List<LtAlgorithm> algorithms = lt.heuristics(problem, descriptors, 1);
      if (algorithms.isEmpty()) {
        descriptors.close();
        return null;
      }
      Variant variant =
          new LtVariant(lt, problem, descriptors, algorithms.get(0), pad(x, read), weights, scale);
      PlanExplanation explanation =
          new PlanExplanation(
              name(x),
              "by rule: one call does the whole layer",
              PlanExplanation.only(name(x)).candidates());
      return new CudaPlan(x, residual, y, variant, explanation, descriptors);
    } catch (Throwable failure) {
      Closing.close(descriptors, failure);
      throw failure;
    }
  }

  /** Whether tensor cores can write the output's rows, or read the residual's, where they lie. */
  private static boolean isAligned(TensorSpec tensor) {
    return (tensor.shape().c() | tensor.channelOffset() | tensor.channelPitch())
            % LayerWeights.PADDING
        == 0;
  }

  private CudaPlan sums(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    int cOut = (int) LayerWeights.padded(spec.cOut());
    TensorSpec sums = TensorSpec.of(y.shape().channels(cOut), y.dtype(), y.layout());
    TensorSpec read = read(x, y);
    GemmShape gemm = GemmShape.of(filled(x, cOut), read, sums);
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
              pad(x, read),
              product.storageBytes(),
              Epilogue.dequantizing(
                  backend, spec, weights, product.slice(0, spec.cOut()), residual, y));
      PlanExplanation explanation = PlanExplanation.only(name(x) + " + epilogue kernel");
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
