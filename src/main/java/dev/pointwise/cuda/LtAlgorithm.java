package dev.pointwise.cuda;

import java.util.HexFormat;

/**
 * A cublasLtMatmulAlgo_t: 64 bytes that mean something to the version of the library that made
 * them.
 *
 * @param hex the bytes
 */
record LtAlgorithm(String hex) {
  static final int BYTES = 64;

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if the text is anything but 64 bytes in hexadecimal
   */
  LtAlgorithm {
    if (HexFormat.of().parseHex(hex).length != BYTES) {
      throw new IllegalArgumentException(
          "algorithm has " + hex.length() + " digits, expected " + 2 * BYTES);
    }
  }

  static LtAlgorithm of(byte[] bytes) {
    return new LtAlgorithm(HexFormat.of().formatHex(bytes));
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }
}
