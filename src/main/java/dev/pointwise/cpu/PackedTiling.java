package dev.pointwise.cpu;

import dev.pointwise.cpu.Tiling.Extents;

/**
 * Tilings for cores where OpenBLAS packs both factors at every call: chunks are large, so that what
 * is packed is used often, and there are only enough of them to keep all threads busy.
 */
final class PackedTiling {
  /** Multiply-adds from which on a chunk hides what its packing costs. */
  private static final double WORTHWHILE = 8e6;

  /** Elements of the largest chunk: it may have to fit into scratch memory. */
  private static final int MOST_ELEMENTS = 1 << 20;

  private PackedTiling() {}

  static Tiling of(Extents extents, int threads, boolean alone) {
    double work = extents.flops() / 2;
    long wanted = Math.clamp((long) (work / WORTHWHILE), threads, 4L * threads);
    long perSegment = Math.ceilDiv(wanted, extents.segments());
    int channels = extents.channels();
    long pixels = Math.min(extents.pixels(), Math.max(64, MOST_ELEMENTS / channels));
    if (perSegment > 1) {
      if (pixels >= channels) {
        pixels = Math.min(pixels, Math.ceilDiv(Math.ceilDiv(pixels, perSegment), 16) * 16);
      } else {
        channels = Math.toIntExact(Math.ceilDiv(Math.ceilDiv(channels, perSegment), 8) * 8);
        channels = Math.min(channels, extents.channels());
      }
    }
    return new Tiling(
        channels, Math.toIntExact(pixels), extents.depth(), !extents.planarOutput(), alone);
  }
}
