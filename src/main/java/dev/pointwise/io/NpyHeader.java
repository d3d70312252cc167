package dev.pointwise.io;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the header of a {@code .npy} file says.
 *
 * @param type the element type
 * @param shape the extents, slowest first; none is negative
 */
record NpyHeader(NpyType type, List<Long> shape) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int V1_PREFIX = MAGIC.length + 2 + 2;

  /**
   * How many elements the array has.
   *
   * @throws HeaderException if they are more than a Java array holds
   */
  int elements() throws HeaderException {
    long elements = 1;
    for (long extent : shape) {
      if (extent == 0) {
        return 0;
      }
    }
    for (long extent : shape) {
      if (extent > (Integer.MAX_VALUE - 8) / elements) {
        throw new HeaderException("shape " + shapeText(), "at most 2^31-9 elements");
      }
      elements *= extent;
    }
    return (int) elements;
  }

  /** The shape as Python writes a tuple. */
  String shapeText() {
    String extents = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return shape.size() == 1 ? "(" + extents + ",)" : "(" + extents + ")";
  }

  /** The first bytes of a version 1.0 file, up to the first element, at a multiple of 64. */
  byte[] encode() {
    String dict =
        "{'descr': '" + type.descr() + "', 'fortran_order': False, 'shape': " + shapeText() + ", }";
    int padding = Math.floorMod(-(V1_PREFIX + dict.length() + 1), ALIGNMENT);
    String header = dict + " ".repeat(padding) + "\n";
    byte[] bytes = new byte[V1_PREFIX + header.length()];
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    bytes[MAGIC.length] = 1;
    bytes[MAGIC.length + 2] = (byte) header.length();
    bytes[MAGIC.length + 3] = (byte) (header.length() >>> 8);
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, bytes, V1_PREFIX, text.length);
    return bytes;
  }
}
