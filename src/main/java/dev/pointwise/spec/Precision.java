package dev.pointwise.spec;

/**
 * How a layer computes: the types its tensors are stored in, and what the multipliers see. Sums are
 * accumulated in binary32, those of {@link #I8} in integers of 32 bits.
 */
public enum Precision {
  /** binary32 storage and multiplication. */
  F32(DType.F32),
  /** binary32 storage; multiplicands are rounded to TF32's 10 mantissa bits. */
  TF32(DType.F32),
  /** binary16 storage and multiplicands. */
  F16(DType.F16),
  /** bfloat16 storage and multiplicands. */
  BF16(DType.BF16),
  /** Input and W as FP8 E4M3 with scales; residual and output in binary16, scaled back. */
  F8(DType.E4M3, DType.F16),
  /** Input and W as 8-bit integers with scales; residual and output in binary16, scaled back. */
  I8(DType.I8, DType.F16);

  private final DType storage;
  private final DType output;

  Precision(DType storage) {
    this(storage, storage);
  }

  Precision(DType storage, DType output) {
    this.storage = storage;
    this.output = output;
  }

  /** The element type of a layer's input, and of W as it is multiplied. */
  public DType storage() {
    return storage;
  }

  /** The element type of a layer's residual and output. */
  public DType output() {
    return output;
  }

  /** True if input and W are quantized: they need scales. */
  public boolean quantized() {
    return storage.quantized();
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
