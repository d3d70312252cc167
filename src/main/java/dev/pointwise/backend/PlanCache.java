package dev.pointwise.backend;

import dev.pointwise.spec.TensorSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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
  /** How many plans are kept. */
  static final int MOST = 64;

  private final Maker<P> maker;
  private final Consumer<P> onDropped;
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

  private static final class Entry<P> {
    final Key key;
    final P plan;
    volatile boolean dropped;

    Entry(Key key, P plan) {
      this.key = key;
      this.plan = plan;
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
    this.maker = maker;
    this.onDropped = onDropped;
  }

  /** The plan for tensors of these specs; at once, and with no garbage, if they are the last's. */
  public P get(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    Entry<P> recent = last;
    if (recent != null && !recent.dropped && recent.key.is(x, residual, y)) {
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
    oldestFirst.add(key);
    entries.put(key, entry);
    if (oldestFirst.size() > MOST) {
      drop(oldestFirst.remove());
    }
    return entry;
  }

  private void drop(Key key) {
    Entry<P> entry = entries.remove(key);
    if (entry != null) {
      entry.dropped = true;
      onDropped.accept(entry.plan);
    }
  }

  /** Drops all plans; the first that could not be closed is thrown once all are dropped. */
  public synchronized void clear() {
    List<AutoCloseable> drops = new ArrayList<>();
    oldestFirst.forEach(key -> drops.add(() -> drop(key)));
    oldestFirst.clear();
    Closing.closeAll(drops.toArray(AutoCloseable[]::new));
  }

  /** How many plans are kept. */
  int size() {
    return entries.size();
  }
}
