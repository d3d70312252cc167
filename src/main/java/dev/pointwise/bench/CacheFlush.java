package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;

/**
 * Fills the last-level cache with something else: copies a tensor as large as the cache onto
 * another, so that twice its size goes through it.
 */
final class CacheFlush implements AutoCloseable {
  /** Elements of one image: 64 KiB. Several devices get their parts of the images. */
  private static final int IMAGE = 1 << 14;

  private final Resources owned = new Resources();
  private final Backend backend;
  private final Tensor from;
  private final Tensor to;

  CacheFlush(Backend backend) {
    this.backend = backend;
    long images = Math.ceilDiv(backend.cacheBytes(), (long) IMAGE * Float.BYTES);
    TensorSpec spec =
        TensorSpec.of(
            new Shape(Math.toIntExact(Math.max(1, images)), 1, 1, IMAGE), DType.F32, Layout.NCHW);
    try {
      from = owned.add(backend.allocate(spec));
      to = owned.add(backend.allocate(spec));
      // Memory that was never written may not be there yet, and reading it touches no cache.
      backend.copy(to, from);
      backend.copy(from, to);
    } catch (Throwable failure) {
      Closing.close(owned, failure);
      throw failure;
    }
  }

  /** Enqueues the copy. */
  void run() {
    backend.copy(from, to);
  }

  @Override
  public void close() {
    owned.close();
  }
}
