package dev.pointwise.backend;

import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The plans that a layer made for lists of tensors it met: the branches of a concatenation, or the
 * outputs of siblings. Plans depend on the tensors' specs and on which of them lie side by side in
 * one wider tensor. Bounded as a {@link PlanCache} is. Thread-safe.
 *
 * @param <P> a backend's plans, immutable
 */
public final class SpanPlanCache<P> {
  private final BoundedCache<Key, P> plans;
  private volatile BoundedCache.@Nullable Entry<Key, P> last;

  /** Makes plans. */
  public interface Maker<P> {
    /**
     * The plan for tensors of these specs.
     *
     * @param spans the list's tensors, as few spans as they make
     * @param other the tensor at the other end: the output of a concatenation, or the siblings'
     *     input
     */
    P make(List<Span> spans, TensorSpec other, @Nullable TensorSpec residual);
  }

  /**
   * A tensor of a list.
   *
   * @param follows whether it begins where the one before it ends
   */
  private record Part(TensorSpec spec, boolean follows) {}

  private record Key(List<Part> parts, TensorSpec other, @Nullable TensorSpec residual) {
    static Key of(
        List<? extends AbstractTensor> tensors, TensorSpec other, @Nullable TensorSpec residual) {
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < tensors.size(); i++) {
        parts.add(new Part(tensors.get(i).spec(), follows(tensors, i)));
      }
      return new Key(List.copyOf(parts), other, residual);
    }

    boolean is(
        List<? extends AbstractTensor> tensors,
        TensorSpec otherNow,
        @Nullable TensorSpec residualNow) {
      if (tensors.size() != parts.size()
          || !other.equals(otherNow)
          || !Objects.equals(residual, residualNow)) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        if (!part.spec.equals(tensors.get(i).spec()) || part.follows != follows(tensors, i)) {
          return false;
        }
      }
      return true;
    }

    private static boolean follows(List<? extends AbstractTensor> tensors, int index) {
      return index > 0 && tensors.get(index).follows(tensors.get(index - 1));
    }

    List<Span> spans() {
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        if (part.follows) {
          spans.add(spans.removeLast().with(part.spec));
        } else {
          spans.add(new Span(i, 1, part.spec));
        }
      }
      return List.copyOf(spans);
    }
  }

  /** An empty cache of what {@code maker} makes, called for one plan at a time. */
  public SpanPlanCache(Maker<P> maker) {
    plans = new BoundedCache<>(key -> maker.make(key.spans(), key.other, key.residual), plan -> {});
  }

  /** The plan for tensors like these; at once, and with no garbage, if it is the last one. */
  public P get(
      List<? extends AbstractTensor> tensors, TensorSpec other, @Nullable TensorSpec residual) {
    BoundedCache.Entry<Key, P> recent = last;
    if (recent != null && recent.key.is(tensors, other, residual)) {
      return recent.value;
    }
    BoundedCache.Entry<Key, P> entry = plans.get(Key.of(tensors, other, residual));
    last = entry;
    return entry.value;
  }
}
