package dev.pointwise.cuda;

import dev.pointwise.backend.Span;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product for each span of a concatenation, with its columns of W, added up in one place; then
 * the epilogue kernel where something follows. 16-bit sums are added up in binary32. Immutable.
 */
final class ConcatVariant {
  private final LayerWeights weights;
  private final List<Span> spans;
  private final ProductTarget target;
  private final List<Product> products;
  private final @Nullable Epilogue epilogue;

  ConcatVariant(
      CudaBackend backend,
      ConvSpec spec,
      LayerWeights weights,
      List<Span> spans,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    this.weights = weights;
    this.spans = spans;
    boolean followed = weights.needEpilogue() || residual != null || y.dtype() != DType.F32;
    target = ProductTarget.before(y, followed);
    products =
        GemmShape.ofConcat(
                spec,
                spans.stream().map(Span::spec).toList(),
                target.as(spec.precision().storage()))
            .stream()
            .map(shape -> new Product(shape, spec.precision(), target.spec().dtype()))
            .toList();
    epilogue = followed ? Epilogue.of(backend, spec, weights, target.spec(), residual, y) : null;
  }

  /** Takes the scratch memory that {@link #enqueue} uses. */
  void reserve(Lane lane) {
    target.reserve(lane);
  }

  /** Enqueues the work on a lane, whose lock is held and whose scratch memory is reserved. */
  void enqueue(Lane lane, List<CudaTensor> branches, @Nullable CudaTensor residual, CudaTensor y) {
    DevicePointer output = target.in(lane, y.buffer().pointer());
    for (int i = 0; i < products.size(); i++) {
      DevicePointer x = branches.get(spans.get(i).first()).buffer().pointer();
      products.get(i).enqueue(lane, x, weights.weight(), output);
    }
    if (epilogue != null) {
      DevicePointer added = residual == null ? null : residual.buffer().pointer();
      epilogue.enqueue(lane, output, added, y.buffer().pointer());
    }
  }
}
