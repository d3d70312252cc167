package dev.pointwise.compare;

import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.results.RunResults;
import java.io.IOException;
import java.util.Arrays;

/** Two files of results side by side. The first of their lines that is empty parts them. */
public final class ComparisonFuzz {
  private static final Scratch BASELINE = new Scratch(".jsonl");
  private static final Scratch CANDIDATE = new Scratch(".jsonl");

  private ComparisonFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    int part = part(input);
    try {
      RunResults baseline = ResultsFile.read(BASELINE.holding(Arrays.copyOf(input, part)));
      RunResults candidate =
          part == input.length
              ? baseline
              : ResultsFile.read(
                  CANDIDATE.holding(Arrays.copyOfRange(input, part + 1, input.length)));
      for (RowComparison row : Comparison.of(baseline, candidate, true).rows()) {
        row.reasons().forEach(Refusal::plain);
      }
    } catch (ResultsFileException | IncomparableException e) {
      Refusal.check(e);
    }
  }

  private static int part(byte[] input) {
    for (int i = 1; i < input.length; i++) {
      if (input[i] == '\n' && input[i - 1] == '\n') {
        return i;
      }
    }
    return input.length;
  }
}
