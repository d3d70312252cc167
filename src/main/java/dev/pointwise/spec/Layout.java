package dev.pointwise.spec;

/** The order of a tensor's axes in memory, slowest first. */
public enum Layout {
  /** Planar: each channel's pixels are contiguous. */
  NCHW,
  /** Interleaved ("channels last"): each pixel's channels are contiguous. */
  NHWC;

  /**
   * The layout of that name, whatever its case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Layout parse(String name) {
    return Names.parse(Layout.class, "layout", name);
  }
}
