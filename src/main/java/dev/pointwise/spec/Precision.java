package dev.pointwise.spec;

/**
 * How a layer computes: the type its tensors are stored in, and what the multipliers see. Sums are
 * accumulated in binary32 in every case.
 */
public enum Precision {
  /** binary32 storage and multiplication. */
  F32(DType.F32),
  /** binary32 storage; multiplicands are rounded to TF32's 10 mantissa bits. */
  TF32(DType.F32),
  /** binary16 storage and multiplicands. */
  F16(DType.F16),
  /** bfloat16 storage and multiplicands. */
  BF16(DType.BF16);

  private final DType storage;

  Precision(DType storage) {
    this.storage = storage;
  }

  /** The element type of a layer's input, residual and output. */
  public DType storage() {
    return storage;
  }

  /**
   * The precision of that name, whatever its case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Precision parse(String name) {
    return Names.parse(Precision.class, "dtype", name);
  }
}
