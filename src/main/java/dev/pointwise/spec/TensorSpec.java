package dev.pointwise.spec;

import java.util.Objects;

/**
 * Where the elements of a feature map lie: its extents, element type and layout, and, for a view of
 * a slice of channels, the wider tensor around it. The view and the wider tensor share N, H and W.
 *
 * @param shape the extents of the view
 * @param dtype the element type
 * @param layout the order of the axes
 * @param channelOffset the first channel of the view in the wider tensor
 * @param channelPitch the channels of the wider tensor
 */
public record TensorSpec(
    Shape shape, DType dtype, Layout layout, int channelOffset, int channelPitch) {
  /**
   * Checks that the slice lies within the wider tensor.
   *
   * @throws IllegalArgumentException if it does not, or if the wider tensor exceeds 2^63 bytes
   */
  public TensorSpec {
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(dtype, "dtype");
    Objects.requireNonNull(layout, "layout");
    Check.atLeast(0, channelOffset, "channel offset");
    if ((long) channelOffset + shape.c() > channelPitch) {
      throw Check.refusal(
          "channel slice",
          "[" + channelOffset + ", " + ((long) channelOffset + shape.c()) + ")",
          "a slice within the tensor's " + channelPitch + " channels");
    }
    long rows = (long) shape.n() * channelPitch;
    if (!Check.fits(rows, shape.pixels()) || !Check.fits(rows * shape.pixels(), dtype.bytes())) {
      Check.product("N·C·H·W·bytes", shape.n(), channelPitch, shape.h(), shape.w(), dtype.bytes());
    }
  }

  /** A tensor that is no slice of a wider one. */
  public static TensorSpec of(Shape shape, DType dtype, Layout layout) {
    return new TensorSpec(shape, dtype, layout, 0, shape.c());
  }

  /**
   * The view of {@code count} of this view's channels, from channel {@code from}.
   *
   * @throws IllegalArgumentException if this view has no such channels
   */
  public TensorSpec slice(int from, int count) {
    Check.atLeast(0, from, "slice start");
    Check.atLeast(1, count, "slice length");
    Check.that(
        (long) from + count <= shape.c(),
        "channel slice",
        "[" + from + ", " + ((long) from + count) + ")",
        "a slice within " + shape.c() + " channels");
    return new TensorSpec(shape.channels(count), dtype, layout, channelOffset + from, channelPitch);
  }

  /** The same extents, layout and type, on their own: no slice of a wider tensor. */
  public TensorSpec compact() {
    return of(shape, dtype, layout);
  }

  /** True if the view is the whole tensor. */
  public boolean isCompact() {
    return channelPitch == shape.c();
  }

  /** Elements of the whole (wider) tensor. */
  public long storageElements() {
    return shape.n() * imageStride();
  }

  /** Bytes of the whole (wider) tensor. */
  public long storageBytes() {
    return storageElements() * dtype.bytes();
  }

  /** Elements from one image to the next. */
  public long imageStride() {
    return channelPitch * shape.pixels();
  }

  /** Elements from one channel to the next. */
  public long channelStride() {
    return layout == Layout.NCHW ? shape.pixels() : 1;
  }

  /** Elements from one pixel to the next. */
  public long pixelStride() {
    return layout == Layout.NCHW ? 1 : channelPitch;
  }

  /** Elements before the first element of the view. */
  public long offset() {
    return channelOffset * channelStride();
  }

  /** The position, in elements of the wider tensor, of one element of the view; unchecked. */
  public long index(int n, int c, int h, int w) {
    return offset()
        + n * imageStride()
        + c * channelStride()
        + ((long) h * shape.w() + w) * pixelStride();
  }

  /**
   * True unless two views of the same memory certainly have no byte in common: exact for slices of
   * one tensor; by where each begins and ends for views of different extents.
   */
  public boolean overlaps(TensorSpec other) {
    if (shape.isEmpty() || other.shape.isEmpty()) {
      return false;
    }
    return isBeside(other)
        ? channelOffset < other.channelOffset + other.shape.c()
            && other.channelOffset < channelOffset + shape.c()
        : firstByte() < other.endByte() && other.firstByte() < endByte();
  }

  /** True if this is the slice that begins where the other, of the same wider tensor, ends. */
  public boolean follows(TensorSpec other) {
    return isBeside(other) && channelOffset == other.channelOffset + other.shape.c();
  }

  /** True if the other is a slice of a tensor like the one that this is a slice of. */
  private boolean isBeside(TensorSpec other) {
    return channelPitch == other.channelPitch
        && dtype.bytes() == other.dtype.bytes()
        && layout == other.layout
        && shape.n() == other.shape.n()
        && shape.h() == other.shape.h()
        && shape.w() == other.shape.w();
  }

  private long firstByte() {
    return offset() * dtype.bytes();
  }

  private long endByte() {
    return (1 + index(shape.n() - 1, shape.c() - 1, shape.h() - 1, shape.w() - 1)) * dtype.bytes();
  }

  @Override
  public String toString() {
    String slice =
        isCompact()
            ? ""
            : "["
                + channelOffset
                + ".."
                + (channelOffset + shape.c())
                + " of "
                + channelPitch
                + "]";
    return shape + slice + " " + dtype + " " + layout;
  }
}
