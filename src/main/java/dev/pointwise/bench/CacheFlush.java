package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;

/**
 * Fills the last-level cache with something else: copies a tensor as large as the cache onto
 * another, so that twice its size goes through it; more than once if that is too short for runs to
 * be enqueued behind it while it lasts.
 */
final class CacheFlush implements AutoCloseable {
  /** Elements of one image: 64 KiB. Several devices get their parts of the images. */
  private static final int IMAGE = 1 << 14;

  /** Seconds that enqueueing one run takes the host, generously. */
  private static final double ENQUEUEING = 50e-6;

  private static final int MOST_COPIES = 1000;

  private final Resources owned = new Resources();
  private final Backend backend;
  private final Tensor from;
  private final Tensor to;
  private final double seconds;

  /**
   * Allocates the tensors.
   *
   * @param devices how many devices the backend is, each of which has such a cache
   */
  CacheFlush(Backend backend, int devices) {
    this.backend = backend;
    long images = devices * Math.ceilDiv(backend.cacheBytes(), (long) IMAGE * Float.BYTES);
    TensorSpec spec =
        TensorSpec.of(
            new Shape(Math.toIntExact(Math.max(1, images)), 1, 1, IMAGE), DType.F32, Layout.NCHW);
    try {
      from = owned.add(backend.allocate(spec));
      to = owned.add(backend.allocate(spec));
      // Memory that was never written may not be there yet, and reading it touches no cache.
      backend.copy(to, from);
      backend.copy(from, to);
      seconds = seconds();
    } catch (Throwable failure) {
      Closing.close(owned, failure);
      throw failure;
    }
  }

  private double seconds() {
    try (Stopwatch stopwatch = backend.stopwatch()) {
      stopwatch.start();
      backend.copy(from, to);
      stopwatch.stop();
      return stopwatch.seconds();
    }
  }

  /** Enqueues it, long enough for so many runs to be enqueued meanwhile. */
  void run(int runs) {
    double copies = Math.ceil(runs * ENQUEUEING / Math.max(seconds, ENQUEUEING / MOST_COPIES));
    for (int i = 0; i < Math.clamp(copies, 1, MOST_COPIES); i++) {
      backend.copy(from, to);
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
