package dev.pointwise.backend;

import dev.pointwise.spec.TensorSpec;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The plans that a layer made for the tensors it met. Bounded, since a layer that sees images of
 * any size would keep a plan for each: of the plans, those made last are kept. Thread-safe.
 *
 * <p>A plan that has to be closed is handed back when it is dropped. Somebody may have got it a
 * moment before, so such plans count their users, and whoever gets one that is closed asks again.
 *
 * @param <P> a backend's plans, immutable
 */
public final class PlanCache<P> {
  private final BoundedCache<Key, P> plans;
  private volatile BoundedCache.@Nullable Entry<Key, P> last;

  /** Makes plans. */
  public interface Maker<P> {
    /** The plan for tensors of these specs. */
    P make(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y);
  }

  private record Key(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    boolean is(TensorSpec otherX, @Nullable TensorSpec otherResidual, TensorSpec otherY) {
      return x.equals(otherX) && y.equals(otherY) && Objects.equals(residual, otherResidual);
    }
  }

  /** An empty cache of what {@code maker} makes, called for one plan at a time. */
  public PlanCache(Maker<P> maker) {
    this(maker, plan -> {});
  }

  /**
   * An empty cache likewise.
   *
   * @param onDropped given each plan that the cache lets go
   */
  public PlanCache(Maker<P> maker, Consumer<P> onDropped) {
    plans = new BoundedCache<>(key -> maker.make(key.x, key.residual, key.y), onDropped);
  }

  /** The plan for tensors of these specs; at once, and with no garbage, if they are the last's. */
  public P get(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    BoundedCache.Entry<Key, P> recent = last;
    if (recent != null && !recent.dropped && recent.key.is(x, residual, y)) {
      return recent.value;
    }
    BoundedCache.Entry<Key, P> entry = plans.get(new Key(x, residual, y));
    last = entry;
    return entry.value;
  }

  /** Drops all plans; the first that could not be closed is thrown once all are dropped. */
  public void clear() {
    plans.clear();
  }

  /** How many plans are kept. */
  int size() {
    return plans.size();
  }
}
