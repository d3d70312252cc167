package dev.pointwise.backend;

import dev.pointwise.spec.TensorSpec;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The plans that a layer made for the tensors it met. Bounded, since a layer that sees images of
 * any size would keep a plan for each: of the plans, those made last are kept. Thread-safe.
 *
 * @param <P> a backend's plans, immutable
 */
public final class PlanCache<P> {
  /** How many plans are kept. */
  static final int MOST = 64;

  private final Maker<P> maker;
  private final ConcurrentHashMap<Key, Entry<P>> entries = new ConcurrentHashMap<>();
  private final ArrayDeque<Key> oldestFirst = new ArrayDeque<>();
  private volatile @Nullable Entry<P> last;

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

  private record Entry<P>(Key key, P plan) {}

  /** An empty cache of what {@code maker} makes, called for one plan at a time. */
  public PlanCache(Maker<P> maker) {
    this.maker = maker;
  }

  /** The plan for tensors of these specs; at once, and with no garbage, if they are the last's. */
  public P get(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    Entry<P> recent = last;
    if (recent != null && recent.key.is(x, residual, y)) {
      return recent.plan;
    }
    Key key = new Key(x, residual, y);
    Entry<P> kept = entries.get(key);
    Entry<P> entry = kept == null ? made(key) : kept;
    last = entry;
    return entry.plan;
  }

  private synchronized Entry<P> made(Key key) {
    Entry<P> meanwhile = entries.get(key);
    if (meanwhile != null) {
      return meanwhile;
    }
    Entry<P> entry = new Entry<>(key, maker.make(key.x, key.residual, key.y));
    if (oldestFirst.size() == MOST) {
      entries.remove(oldestFirst.remove());
    }
    oldestFirst.add(key);
    entries.put(key, entry);
    return entry;
  }

  /** How many plans are kept. */
  int size() {
    return entries.size();
  }
}
