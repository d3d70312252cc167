package dev.pointwise.results;

import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of results: read, and taken up again; what was read can be written, and is the same. */
public final class ResultsFileFuzz {
  private static final Scratch FILE = new Scratch(".jsonl");
  private static final Scratch COPY = new Scratch(".jsonl");

  private ResultsFileFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Path file = FILE.holding(input);
    try {
      RunResults results = copied(ResultsFile.read(file)); // rounds times to microseconds
      if (!copied(results).equals(results)) {
        throw new AssertionError("results are not read as they were written");
      }
    } catch (ResultsFileException e) {
      Refusal.check(e);
    }
    try (ResultsFile resumed = ResultsFile.resume(file)) {
      if (!resumed.results().runs().isEmpty() && Files.size(file) > input.length + 1) {
        throw new AssertionError("taking a file up again made it longer");
      }
    } catch (ResultsFileException e) {
      Refusal.check(e);
    }
  }

  private static RunResults copied(RunResults results) throws IOException, ResultsFileException {
    Path copy = COPY.holding(new byte[0]);
    try (ResultsFile file = ResultsFile.create(copy)) {
      for (RunInfo run : results.runs()) {
        file.add(run);
      }
      for (CaseRow row : results.rows()) {
        file.add(row);
      }
    }
    return ResultsFile.read(copy);
  }
}
