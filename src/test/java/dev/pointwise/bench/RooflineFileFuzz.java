package dev.pointwise.bench;

import dev.pointwise.fuzz.Refusal;

/** Files of rooflines that were measured before. */
public final class RooflineFileFuzz {
  private static final String IDENTITY = "cpu";

  private RooflineFileFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    RooflineFile file = RooflineFile.of(input, IDENTITY);
    if (file.fault() != null) {
      Refusal.line(file.fault());
    }
    if (file.roofline() != null) {
      RooflineFile again = RooflineFile.of(RooflineFile.bytes(IDENTITY, file.roofline()), IDENTITY);
      if (!file.roofline().equals(again.roofline())) {
        throw new AssertionError("a roofline is not read as it was written: " + again.fault());
      }
    }
  }
}
