package dev.pointwise.network;

import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which tensors share memory. Two whose lifespans meet never do, nor do two of different batches:
 * on several devices each has its part of the images.
 *
 * @param sizes the bytes of each buffer
 * @param assigned the buffer of each tensor
 */
record BufferPlan(List<Long> sizes, List<Integer> assigned) {
  BufferPlan {
    sizes = List.copyOf(sizes);
    assigned = List.copyOf(assigned);
  }

  /** A buffer while the plan is made: its size so far, and the step from which on it is free. */
  private static final class Buffer {
    private final int batch;
    private long bytes;
    private int freeFrom;

    Buffer(int batch) {
      this.batch = batch;
    }
  }

  /**
   * Goes through the tensors in the order they come to life. Each takes the smallest free buffer
   * that is large enough; if there is none, the largest free one, which grows; if none is free, a
   * new one.
   *
   * @param tensors compact
   * @param spans of each tensor
   */
  static BufferPlan of(List<TensorSpec> tensors, List<Lifespan> spans) {
    List<Buffer> buffers = new ArrayList<>();
    Integer[] assigned = new Integer[tensors.size()];
    IntStream.range(0, tensors.size())
        .boxed()
        .sorted(Comparator.comparingInt(tensor -> spans.get(tensor).first()))
        .forEach(
            tensor -> {
              Buffer buffer = take(buffers, tensors.get(tensor), spans.get(tensor));
              assigned[tensor] = buffers.indexOf(buffer);
            });
    return new BufferPlan(buffers.stream().map(buffer -> buffer.bytes).toList(), List.of(assigned));
  }

  private static Buffer take(List<Buffer> buffers, TensorSpec tensor, Lifespan span) {
    long bytes = tensor.storageBytes();
    int batch = tensor.shape().n();
    List<Buffer> free =
        buffers.stream()
            .filter(buffer -> buffer.batch == batch && buffer.freeFrom <= span.first())
            .sorted(Comparator.comparingLong(buffer -> buffer.bytes))
            .toList();
    Buffer taken =
        free.stream()
            .filter(buffer -> buffer.bytes >= bytes)
            .findFirst()
            .orElseGet(() -> free.isEmpty() ? added(buffers, batch) : free.getLast());
    taken.bytes = Math.max(taken.bytes, bytes);
    taken.freeFrom = span.last() + 1;
    return taken;
  }

  private static Buffer added(List<Buffer> buffers, int batch) {
    Buffer buffer = new Buffer(batch);
    buffers.add(buffer);
    return buffer;
  }

  /** The bytes of all buffers. */
  long bytes() {
    return sizes.stream().mapToLong(Long::longValue).sum();
  }
}
