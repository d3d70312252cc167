package dev.pointwise.io;

import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;

/** Files of arrays. */
public final class NpyFileFuzz {
  private static final Scratch FILE = new Scratch(".npy");

  private NpyFileFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      NpyArray array = NpyReader.read(FILE.holding(input));
      long elements =
          array.shape().contains(0L) ? 0 : array.shape().stream().reduce(1L, Math::multiplyExact);
      if (elements != array.values().length || 2 * elements > input.length) {
        throw new AssertionError(array.shapeText() + " in " + input.length + " bytes");
      }
    } catch (InputFileException e) {
      Refusal.check(e);
    }
  }
}
