package dev.pointwise.acceptance;

import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param bundle the directory that everything is taken from
 * @param out where results go
 * @param budget seconds for everything
 * @param steps the steps to take; empty for all
 * @param resume the results of an earlier run, which this one goes on with; null if there is none
 * @param precisions what is benchmarked
 * @param batches what is benchmarked
 * @param layouts what is benchmarked
 */
record Options(
    Path bundle,
    Path out,
    double budget,
    List<String> steps,
    @Nullable Path resume,
    List<Precision> precisions,
    List<Integer> batches,
    List<Layout> layouts) {
  /** Nine minutes. */
  static final double USUAL_BUDGET = 540;

  static final String USAGE =
      """
      usage: accept [--out DIR] [--budget SECONDS] [--steps NAME,...] [--resume DIR]
                    [--dtype f16,bf16,...] [--batch 1,8,...] [--layout nhwc,nchw]
        --out     where results.json, summary.md and log.txt go (else the variable OUT, else ./acceptance-TIME)
        --budget  how long all of it may take (540); each step's limit follows
        --steps   some of %s (all)
        --resume  go on where the run with results in DIR ended: the same commit, GPU and libraries; its steps
                  that are not taken again are kept, and so is what its benchmark measured
        --dtype, --batch, --layout  what is benchmarked (f16,bf16 and 1,8,32,128 and nhwc)
      Exit code: 0 all held, 1 something failed or was not done, 2 usage, 6 no GPU.
      """;

  private static final List<String> NAMES =
      List.of("--out", "--budget", "--steps", "--resume", "--dtype", "--batch", "--layout");

  Options {
    steps = List.copyOf(steps);
    precisions = List.copyOf(precisions);
    batches = List.copyOf(batches);
    layouts = List.copyOf(layouts);
  }

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
    Map<String, String> values = values(arguments);
    Path out =
        absolute(
            values.getOrDefault("--out", environment.getOrDefault("OUT", "acceptance-" + now())));
    String resumed = values.get("--resume");
    if (resumed != null && absolute(resumed).equals(out)) {
      throw new IllegalArgumentException("--resume is " + out + ", expected another than --out");
    }
    return new Options(
        bundle,
        out,
        seconds(values.getOrDefault("--budget", String.valueOf((int) USUAL_BUDGET))),
        list("--steps", values.getOrDefault("--steps", ""), Options::step),
        resumed == null ? null : absolute(resumed),
        list("--dtype", values.getOrDefault("--dtype", "f16,bf16"), Precision::parse),
        list("--batch", values.getOrDefault("--batch", "1,8,32,128"), Options::batch),
        list("--layout", values.getOrDefault("--layout", "nhwc"), Layout::parse));
  }

  private static Map<String, String> values(List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String option = arguments.get(i);
      if (!NAMES.contains(option) || i + 1 == arguments.size()) {
        throw new IllegalArgumentException(option + " is unknown, or lacks its value");
      }
      values.put(option, arguments.get(i + 1));
    }
    return values;
  }

  private static String now() {
    return DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
        .withZone(ZoneOffset.UTC)
        .format(Instant.now());
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  private static <T> List<T> list(String option, String text, Function<String, T> read) {
    try {
      return Stream.of(text.split(",", -1))
          .filter(part -> !part.isEmpty())
          .map(read)
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  private static String step(String name) {
    if (!Plan.names().contains(name)) {
      throw new IllegalArgumentException(
          "step is '" + name + "', expected some of " + String.join(", ", Plan.names()));
    }
    return name;
  }

  private static int batch(String text) {
    int batch = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (batch < 1) {
      throw new IllegalArgumentException("batch is '" + text + "', expected 1 to 999999");
    }
    return batch;
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
