package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of which a part is used at a time, in turn: tensors of one size, each of which is used
 * again only when all others have been. Their images spread over as many devices as there are.
 */
final class WorkingSet implements AutoCloseable {
  /** Images of a tensor: they divide well by any number of devices. */
  static final int IMAGES = 256;

  private final List<Tensor> tensors = new ArrayList<>();
  private final long pieceBytes;
  private int next;

  /**
   * A set of that extent, or as much of it as there is memory for.
   *
   * @param bytes of all tensors
   * @param pieceBytes of one; a multiple of 1024
   * @throws DeviceMemoryException if there is no memory for two
   */
  WorkingSet(Backend backend, long bytes, long pieceBytes) {
    this.pieceBytes = pieceBytes;
    TensorSpec piece = spec(pieceBytes);
    try {
      while (tensors.size() * pieceBytes < bytes) {
        tensors.add(backend.allocate(piece));
      }
    } catch (DeviceMemoryException exhausted) {
      if (tensors.size() < 2) {
        Closing.close(this, exhausted);
        throw exhausted;
      }
    }
    for (int i = 0; i < tensors.size(); i++) {
      backend.copy(tensors.get(i), tensors.get((i + 1) % tensors.size()));
    }
  }

  private WorkingSet(List<Tensor> views, long pieceBytes) {
    this.pieceBytes = pieceBytes;
    tensors.addAll(views);
  }

  private static TensorSpec spec(long bytes) {
    int pixels = Math.toIntExact(bytes / Float.BYTES / IMAGES);
    return TensorSpec.of(new Shape(IMAGES, 1, 1, pixels), DType.F32, Layout.NCHW);
  }

  /** Bytes of all tensors. */
  long bytes() {
    return tensors.size() * pieceBytes;
  }

  /** Bytes of one tensor. */
  long pieceBytes() {
    return pieceBytes;
  }

  /**
   * The first {@code bytes} of it, as views; at least two.
   *
   * @param bytes a multiple of twice what a piece has, or half as much or less
   */
  WorkingSet first(long bytes) {
    long each = Math.min(pieceBytes, bytes / 2);
    return views(spec(each), each, Math.toIntExact(bytes / each));
  }

  /** The same memory as tensors of that spec, which has as many bytes as a piece. */
  WorkingSet as(TensorSpec spec) {
    return views(spec, pieceBytes, tensors.size());
  }

  private WorkingSet views(TensorSpec spec, long each, int count) {
    List<Tensor> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      views.add(tensors.get(i).reshaped(spec));
    }
    return new WorkingSet(views, each);
  }

  /** The tensor whose turn it is. */
  Tensor next() {
    next = (next + 1) % tensors.size();
    return tensors.get(next);
  }

  /** The tensor that has its turn as long after that of {@link #next} as before it. */
  Tensor opposite() {
    return tensors.get((next + tensors.size() / 2) % tensors.size());
  }

  @Override
  public void close() {
    Closing.closeAll(tensors.toArray(AutoCloseable[]::new));
  }
}
