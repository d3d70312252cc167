package dev.pointwise.backend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Values made once for each key they are asked by; of the values, those made last are kept.
 * Thread-safe.
 *
 * @param <K> keys, immutable
 * @param <V> values
 */
final class BoundedCache<K, V> {
  /** How many values are kept. */
  static final int MOST = 64;

  private final Function<K, V> maker;
  private final Consumer<V> onDropped;
  private final ConcurrentHashMap<K, Entry<K, V>> entries = new ConcurrentHashMap<>();
  private final ArrayDeque<K> oldestFirst = new ArrayDeque<>();

  /** A value, and whether the cache let it go since. */
  static final class Entry<K, V> {
    final K key;
    final V value;
    volatile boolean dropped;

    Entry(K key, V value) {
      this.key = key;
      this.value = value;
    }
  }

  /**
   * An empty cache.
   *
   * @param maker makes values, one at a time
   * @param onDropped given each value that the cache lets go
   */
  BoundedCache(Function<K, V> maker, Consumer<V> onDropped) {
    this.maker = maker;
    this.onDropped = onDropped;
  }

  Entry<K, V> get(K key) {
    Entry<K, V> kept = entries.get(key);
    return kept == null ? made(key) : kept;
  }

  private synchronized Entry<K, V> made(K key) {
    Entry<K, V> meanwhile = entries.get(key);
    if (meanwhile != null) {
      return meanwhile;
    }
    Entry<K, V> entry = new Entry<>(key, maker.apply(key));
    oldestFirst.add(key);
    entries.put(key, entry);
    if (oldestFirst.size() > MOST) {
      drop(oldestFirst.remove());
    }
    return entry;
  }

  private void drop(K key) {
    Entry<K, V> entry = entries.remove(key);
    if (entry != null) {
      entry.dropped = true;
      onDropped.accept(entry.value);
    }
  }

  /** Drops all values; the first that could not be closed is thrown once all are dropped. */
  synchronized void clear() {
    List<AutoCloseable> drops = new ArrayList<>();
    oldestFirst.forEach(key -> drops.add(() -> drop(key)));
    oldestFirst.clear();
    Closing.closeAll(drops.toArray(AutoCloseable[]::new));
  }

  /** How many values are kept. */
  int size() {
    return entries.size();
  }
}
