package dev.pointwise.bench;

import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;

/** Files of shapes. */
public final class ShapeCsvFuzz {
  private static final Scratch FILE = new Scratch(".csv");

  private ShapeCsvFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      for (Suite suite : ShapeCsv.read(FILE.holding(input))) {
        Refusal.plain(suite.name());
        suite.layers().forEach(layer -> Refusal.plain(layer.name()));
      }
    } catch (ShapeFileException e) {
      Refusal.check(e);
    }
  }
}
