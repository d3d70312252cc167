package dev.pointwise.cuda;

import dev.pointwise.fuzz.Refusal;

/** Files of tuned plans. */
public final class TunedFileFuzz {
  private static final String IDENTITY = "gpu";

  private TunedFileFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    TunedFile file = TunedFile.of(input, IDENTITY);
    if (file.fault() != null) {
      Refusal.line(file.fault());
    } else {
      TunedFile again = TunedFile.of(TunedFile.bytes(IDENTITY, file.plans()), IDENTITY);
      if (!file.plans().equals(again.plans())) {
        throw new AssertionError("plans are not read as they were written: " + again.fault());
      }
    }
  }
}
