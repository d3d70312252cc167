package dev.pointwise.cuda;

import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;
import java.util.Arrays;

/** Libraries that were found somewhere, and those that are rewritten. */
public final class ElfFuzz {
  private static final Scratch FILE = new Scratch(".so");

  private ElfFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String fault = ElfHeader.fault(FILE.holding(input));
    if (fault != null) {
      Refusal.line(fault);
    }
    try {
      byte[] renamed = new ElfImage(input).renameNeeded("libx.so.12", "libx.so.13");
      if (renamed.length != input.length || Arrays.equals(renamed, input)) {
        throw new AssertionError("renaming changed nothing, or the length");
      }
    } catch (IllegalArgumentException e) {
      Refusal.check(e);
    }
  }
}
