package dev.pointwise.io;

import dev.pointwise.fuzz.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Headers of arrays, whatever file they are in. */
public final class NpyHeaderFuzz {
  private static final Path FILE = Path.of("x.npy");

  private NpyHeaderFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      NpyHeader header = NpyHeaderParser.parse(new String(input, StandardCharsets.UTF_8));
      if (header.elements() < 0) {
        throw new AssertionError(header.shapeText());
      }
      NpyHeader again = NpyHeaderParser.parse(written(header));
      if (!again.shape().equals(header.shape())) {
        throw new AssertionError(again.shapeText() + " instead of " + header.shapeText());
      }
    } catch (HeaderException e) {
      Refusal.check(e.in(FILE));
    }
  }

  private static String written(NpyHeader header) {
    byte[] bytes = header.encode();
    return new String(bytes, 10, bytes.length - 10, StandardCharsets.US_ASCII);
  }
}
