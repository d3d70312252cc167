package dev.pointwise.acceptance;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was asked for.
 *
 * @param bundle the directory that everything is taken from
 * @param out where results go
 * @param budget seconds for everything
 * @param steps the steps to take; empty for all
 * @param dtypes what is benchmarked
 * @param batches what is benchmarked
 */
record Options(
    Path bundle, Path out, double budget, List<String> steps, String dtypes, String batches) {
  /** Nine minutes. */
  static final double USUAL_BUDGET = 540;

  static final String USAGE =
      """
      usage: accept [--out DIR] [--budget SECONDS] [--steps NAME,...] [--dtype f16,tf32,...] [--batch 1,8,...]
        --out     where results.json, summary.md and log.txt go (else the variable OUT, else ./acceptance-TIME)
        --budget  how long all of it may take (540); each step's limit follows
        --steps   some of %s (all)
        --dtype, --batch  what is benchmarked (f16,tf32 and 1,8)
      Exit code: 0 all held, 1 something failed or was not done, 2 usage, 6 no GPU.
      """;

  /** Steps that were not asked for are left out. */
  boolean wants(String step) {
    return steps.isEmpty() || steps.contains(step);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static Options parse(List<String> arguments, Map<String, String> environment, Path bundle) {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    String out = environment.getOrDefault("OUT", "acceptance-" + time);
    double budget = USUAL_BUDGET;
    List<String> steps = new ArrayList<>();
    String dtypes = "f16,tf32";
    String batches = "1,8";
    for (int i = 0; i < arguments.size(); i += 2) {
      String option = arguments.get(i);
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(option + " is unknown, or lacks its value");
      }
      String value = arguments.get(i + 1);
      switch (option) {
        case "--out" -> out = value;
        case "--budget" -> budget = seconds(value);
        case "--steps" -> steps.addAll(List.of(value.split(",", -1)));
        case "--dtype" -> dtypes = value;
        case "--batch" -> batches = value;
        default -> throw new IllegalArgumentException(option + " is unknown");
      }
    }
    for (String step : steps) {
      if (!Plan.names().contains(step)) {
        throw new IllegalArgumentException(
            "--steps has '" + step + "', expected some of " + String.join(", ", Plan.names()));
      }
    }
    return new Options(bundle, Path.of(out).toAbsolutePath(), budget, steps, dtypes, batches);
  }

  private static double seconds(String value) {
    double seconds = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
    if (seconds < 2) {
      throw new IllegalArgumentException(
          "--budget is '" + value + "', expected whole seconds, at least 2");
    }
    return seconds;
  }
}
