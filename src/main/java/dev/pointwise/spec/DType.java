package dev.pointwise.spec;

/** How one element is stored. */
public enum DType {
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary16. */
  F16(2),
  /** bfloat16: the upper half of a binary32. */
  BF16(2),
  /** OCP FP8 E4M3: 4 exponent bits, 3 mantissa bits, no infinity; from −448 to 448. */
  E4M3(1),
  /**
   * Signed integers of 8 bits; quantizing makes none below −127, so that the range is symmetric.
   */
  I8(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** True if elements mean numbers only together with a scale: {@code number = scale · element}. */
  public boolean quantized() {
    return this == E4M3 || this == I8;
  }
}
