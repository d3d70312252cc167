package dev.pointwise.cli;

import dev.pointwise.bench.PlannedCase;
import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.results.RunResults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Addresses of rows, and what rows say of how to measure them again. Nothing is measured. */
public final class ReplayFuzz {
  private static final Scratch FILE = new Scratch(".jsonl");

  private ReplayFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Path file = FILE.holding(input);
    try {
      RowAddress.parse(new String(input, StandardCharsets.UTF_8));
    } catch (UsageException e) {
      Refusal.check(e);
    }
    try {
      RunResults results = ResultsFile.read(file);
      RowAddress address = RowAddress.parse(file + "#1");
      BenchCommand bench = ReplayCommand.bench(Main.commandLine(), address, address.of(results));
      for (PlannedCase planned : bench.cases()) {
        planned.benchCase().key();
      }
    } catch (UsageException | ResultsFileException | dev.pointwise.bench.ShapeFileException e) {
      Refusal.check(e);
    }
  }
}
