package dev.pointwise.io;

import dev.pointwise.spec.Printable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The element types that are read, all little-endian. */
enum NpyType {
  F4("<f4", 4),
  F2("<f2", 2),
  F8("<f8", 8);

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String descr;
  private final int bytes;

  NpyType(String descr, int bytes) {
    this.descr = descr;
    this.bytes = bytes;
  }

  /** The type of that {@code descr}. */
  static NpyType parse(String descr) throws HeaderException {
    for (NpyType type : values()) {
      if (type.descr.equals(descr)) {
        return type;
      }
    }
    String kind =
        descr.contains("O") ? " (pickled objects)" : descr.startsWith(">") ? " (big-endian)" : "";
    throw new HeaderException("type " + Printable.quote(descr) + kind, names());
  }

  static String names() {
    return Arrays.stream(values()).map(NpyType::descr).collect(Collectors.joining(" or "));
  }

  String descr() {
    return descr;
  }

  int bytes() {
    return bytes;
  }

  /**
   * Converts the elements of {@code from}, all of them, into {@code to} from {@code at} on.
   *
   * @throws HeaderException if one is finite and beyond binary32
   */
  void convert(MemorySegment from, float[] to, int at) throws HeaderException {
    int count = (int) (from.byteSize() / bytes);
    switch (this) {
      case F4 -> MemorySegment.copy(from, FLOAT, 0, to, at, count);
      case F2 -> {
        for (int i = 0; i < count; i++) {
          to[at + i] = Float.float16ToFloat(from.get(SHORT, 2L * i));
        }
      }
      case F8 -> {
        for (int i = 0; i < count; i++) {
          to[at + i] = rounded(from.get(DOUBLE, 8L * i), at + i);
        }
      }
    }
  }

  private static float rounded(double value, int index) throws HeaderException {
    float rounded = (float) value;
    if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
      throw new HeaderException(
          "the value " + value + " at index " + index, "values up to ±" + Float.MAX_VALUE);
    }
    return rounded;
  }
}
