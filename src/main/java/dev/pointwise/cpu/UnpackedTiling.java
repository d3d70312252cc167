package dev.pointwise.cpu;

import dev.pointwise.cpu.Tiling.Extents;

/**
 * Tilings for cores where OpenBLAS multiplies small matrices without packing them: every call is
 * cut to stay small, and its result is still in cache when the epilogue reads it.
 *
 * <p>With few pixels, which fill vectors badly (7×7 = 49), the channels go along the vector unit,
 * even where the output is planar and has to be transposed after. The extents are measured ones.
 */
final class UnpackedTiling {
  private static final int MOST_PIXELS_ACROSS = 400;

  private UnpackedTiling() {}

  static Tiling of(Extents extents, int threads, boolean alone) {
    if (!extents.planarOutput()) {
      return interleaved(extents, threads, alone);
    }
    return isTransposed(extents)
        ? transposed(extents, threads, alone)
        : along(extents, threads, alone);
  }

  /** Whole rows of the output where they are short, in blocks of even length else. */
  private static Tiling interleaved(Extents extents, int threads, boolean alone) {
    int depth = Math.ceilDiv(extents.depth(), Math.ceilDiv(extents.depth(), 128));
    int most = depth <= 64 ? 256 : 128;
    int blocks = Math.ceilDiv(extents.channels(), most);
    int channels =
        Math.min(extents.channels(), roundUp(Math.ceilDiv(extents.channels(), blocks), 16));
    int fitting = Math.clamp(CoreClass.SMALL / ((long) channels * depth), 6, MOST_PIXELS_ACROSS);
    long cuts = Math.ceilDiv(4L * threads, extents.segments() * blocks);
    long even = Math.max(12, roundUp(Math.ceilDiv(extents.pixels(), cuts), 6));
    long pixels = Math.min(extents.pixels(), Math.min(fitting - fitting % 6, even));
    return new Tiling(channels, (int) pixels, depth, true, alone);
  }

  private static boolean isTransposed(Extents extents) {
    return extents.mayTranspose()
        && extents.channels() >= 32
        && extents.depth() >= 64
        && (extents.pixels() <= 256 || (extents.pixels() <= 1024 && extents.depth() > 128));
  }

  private static Tiling transposed(Extents extents, int threads, boolean alone) {
    int channels =
        Math.min(extents.channels(), extents.pixels() < 128 && extents.channels() >= 64 ? 64 : 32);
    long cuts = Math.ceilDiv(extents.pixels(), MOST_PIXELS_ACROSS);
    long others = extents.segments() * Math.ceilDiv(extents.channels(), channels);
    if (others * cuts < 8L * threads && others % threads != 0) {
      cuts *= threads;
    }
    int pixels = cut(extents.pixels(), cuts, 6);
    int deepest = Math.max(1, CoreClass.SMALL / (pixels * channels));
    int parts = Math.ceilDiv(extents.depth(), deepest);
    return new Tiling(channels, pixels, Math.ceilDiv(extents.depth(), parts), true, alone);
  }

  private static Tiling along(Extents extents, int threads, boolean alone) {
    int k = extents.depth();
    int depth = k <= 192 ? k : Math.ceilDiv(k, Math.ceilDiv(k, 160));
    int most = depth <= 32 ? 3136 : depth <= 64 ? 1024 : 448;
    int pixels = cut(extents.pixels(), Math.ceilDiv(extents.pixels(), most), 16);
    int channels = Math.clamp(CoreClass.SMALL / ((long) pixels * depth), 1, 18);
    if (channels > 6) {
      channels -= channels % 6;
    }
    long others = extents.segments() * Math.ceilDiv(extents.pixels(), pixels);
    if (others < 4L * threads) {
      int blocks =
          Math.max(
              Math.ceilDiv(extents.channels(), channels),
              Math.toIntExact(Math.ceilDiv(2L * threads, others)));
      int even = Math.ceilDiv(extents.channels(), roundUp(blocks, threads));
      channels = Math.min(channels, Math.max(4, roundUp(even, 2)));
    }
    return new Tiling(Math.min(extents.channels(), channels), pixels, depth, false, alone);
  }

  /** The length of the pieces when {@code length} is cut into about {@code cuts}. */
  private static int cut(long length, long cuts, int multiple) {
    return cuts == 1
        ? Math.toIntExact(length)
        : Math.toIntExact(
            Math.min(length, roundUp(Math.toIntExact(Math.ceilDiv(length, cuts)), multiple)));
  }

  private static int roundUp(int value, int multiple) {
    return Math.ceilDiv(value, multiple) * multiple;
  }

  private static long roundUp(long value, int multiple) {
    return Math.ceilDiv(value, multiple) * multiple;
  }
}
