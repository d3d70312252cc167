package dev.pointwise.cpu;

/**
 * How a product is cut into the chunks that threads share, and how each is multiplied.
 *
 * @param channels output channels of a chunk
 * @param pixels pixels of a chunk
 * @param depth length of the sums of one call; longer ones take several
 * @param acrossChannels whether the result's rows are pixels, with the channels along the vector
 *     unit, or else channels
 * @param alone whether the caller does better without helpers
 */
record Tiling(int channels, int pixels, int depth, boolean acrossChannels, boolean alone) {
  /** Below about 5 µs of work, waking a helper costs more than it brings. */
  private static final double ALONE_FLOPS = 1e6;

  /** The extents that a tiling is chosen for. */
  record Extents(
      int channels,
      long pixels,
      int depth,
      long segments,
      boolean planarOutput,
      boolean mayTranspose) {
    static Extents of(Product product, int depth, boolean mayTranspose) {
      return new Extents(
          product.channels(),
          product.pixels(),
          depth,
          product.segments(),
          product.planarOutput(),
          mayTranspose);
    }

    double flops() {
      return 2.0 * channels * pixels * depth * segments;
    }
  }

  /** The tiling for those extents; a function of its arguments alone. */
  static Tiling of(Extents extents, CoreClass core, int threads) {
    boolean alone = threads == 1 || extents.flops() < ALONE_FLOPS;
    int workers = alone ? 1 : threads;
    return core == CoreClass.UNPACKED
        ? UnpackedTiling.of(extents, workers, alone)
        : PackedTiling.of(extents, workers, alone);
  }

  /** Chunks of one segment. */
  long chunks(Extents extents) {
    return Math.ceilDiv((long) extents.channels, channels)
        * Math.ceilDiv(extents.pixels, (long) pixels);
  }
}
