package dev.pointwise.cpu;

import java.util.Locale;
import java.util.Set;

/** Which way of cutting a product suits the kernels that OpenBLAS chose. */
enum CoreClass {
  /** Kernels for AVX-512: products of up to {@link #SMALL} multiply-adds run without packing. */
  UNPACKED,
  /** All others: every call first packs both factors, so calls should be few and large. */
  PACKED;

  /** The greatest m·n·k that OpenBLAS multiplies without packing, on those cores. */
  static final int SMALL = 1_000_000;

  private static final Set<String> WITH_UNPACKED =
      Set.of("skylakex", "cooperlake", "sapphirerapids");

  /** The class of a core, as OpenBLAS names it. */
  static CoreClass of(String core) {
    return WITH_UNPACKED.contains(core.toLowerCase(Locale.ROOT)) ? UNPACKED : PACKED;
  }
}
