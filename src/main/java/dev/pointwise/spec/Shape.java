package dev.pointwise.spec;

/**
 * The logical extents of a feature map, whatever its layout in memory.
 *
 * @param n batch; may be 0
 * @param c channels; at least 1
 * @param h height in pixels; may be 0
 * @param w width in pixels; may be 0
 */
public record Shape(int n, int c, int h, int w) {
  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if an extent is out of range, or their product exceeds a long
   */
  public Shape {
    Check.atLeast(0, n, "N");
    Check.atLeast(1, c, "C");
    Check.atLeast(0, h, "H");
    Check.atLeast(0, w, "W");
    if (!Check.fits((long) n * c, (long) h * w)) {
      Check.product("N·C·H·W", n, c, h, w);
    }
  }

  /** Pixels per image: H·W. */
  public long pixels() {
    return (long) h * w;
  }

  /** N·C·H·W. */
  public long elements() {
    return n * (c * pixels());
  }

  /** True if there is nothing to compute. */
  public boolean isEmpty() {
    return n == 0 || h == 0 || w == 0;
  }

  /** The same extents with another number of channels. */
  public Shape channels(int channels) {
    return new Shape(n, channels, h, w);
  }

  @Override
  public String toString() {
    return "n" + n + "c" + c + "h" + h + "w" + w;
  }
}
