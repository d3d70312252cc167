package dev.pointwise.io;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An array as a {@code .npy} file holds it, its elements as binary32 in C order.
 *
 * @param shape the extents, slowest first; empty for a scalar
 * @param values the elements, as many as the shape says; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between a file and a tensor
public record NpyArray(List<Long> shape, float[] values) {
  /** Copies the shape. */
  public NpyArray {
    shape = List.copyOf(shape);
  }

  /** How many axes there are. */
  public int rank() {
    return shape.size();
  }

  /** The shape as {@code 64×256×1×1}, or {@code scalar}. */
  public String shapeText() {
    return shape.isEmpty()
        ? "scalar"
        : shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }
}
