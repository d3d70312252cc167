package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes every step within the time there is, and goes on past those that fail. */
public final class Accept {
  private static final int USAGE = 2;

  /** Kept free for ending programs and writing down. */
  private static final double MARGIN = 8;

  private final Session session;
  private final Deadline end;

  private Accept(Session session, Deadline end) {
    this.session = session;
    this.end = end;
  }

  /** Runs the acceptance of the bundle that the property {@code pointwise.bundle} names. */
  public static void main(String[] args) throws IOException {
    Path bundle = Path.of(System.getProperty("pointwise.bundle", ".")).toAbsolutePath();
    System.exit(run(List.of(args), System.getenv(), bundle, Plan.steps()));
  }

  /** Runs those steps, and returns what to exit with. */
  static int run(
      List<String> arguments, Map<String, String> environment, Path home, List<Step> steps)
      throws IOException {
    if (arguments.contains("--help")) {
      System.out.printf(Options.USAGE, String.join(", ", Plan.names()));
      return 0;
    }
    Options options;
    JsonObject earlier;
    try {
      options = Options.parse(arguments, environment, home);
      earlier = earlier(options);
    } catch (IllegalArgumentException e) {
      System.err.println("accept: " + e.getMessage() + " (--help lists the options)");
      return USAGE;
    }
    Deadline end = Deadline.in(options.budget() - Math.min(MARGIN, options.budget() / 10));
    Files.createDirectories(options.out());
    Path log = options.out().resolve("log.txt");
    Files.deleteIfExists(log);
    Path work = Files.createTempDirectory("pointwise-accept");
    // Nothing is left on the machine, and a first start on it is part of what is tried.
    Map<String, String> added =
        environment.containsKey("POINTWISE_CACHE")
            ? Map.of()
            : Map.of("POINTWISE_CACHE", work.resolve("cache").toString());
    Programs programs = new Programs(work, log, added);
    Runtime.getRuntime().addShutdownHook(new Thread(programs::end));
    try {
      Bundle bundle = new Bundle(home);
      Results results = new Results(options, bundle.origin(), arguments);
      new Accept(new Session(bundle, options, programs, results, work, earlier), end).take(steps);
      results.finish();
      results.save();
      System.out.println("results are in " + options.out() + "; exit code " + results.exit());
      return results.exit();
    } finally {
      delete(work);
    }
  }

  private static @Nullable JsonObject earlier(Options options) throws IOException {
    if (options.resume() == null) {
      return null;
    }
    Path file = options.resume().resolve("results.json");
    JsonObject earlier = Files.exists(file) ? JsonLines.object(Files.readString(file)) : null;
    if (earlier == null || !earlier.has("steps")) {
      throw new IllegalArgumentException("--resume: " + file + " holds no results");
    }
    return earlier;
  }

  private void take(List<Step> steps) throws IOException {
    List<Step> wanted =
        steps.stream()
            .filter(step -> step.name().equals(Plan.DEVICE) || session.options().wants(step.name()))
            .toList();
    double limits = wanted.stream().mapToDouble(Step::limit).sum();
    double scale = session.options().budget() / Math.min(Options.USUAL_BUDGET, limits);
    for (int i = 0; i < wanted.size(); i++) {
      double reserved =
          scale * wanted.subList(i + 1, wanted.size()).stream().mapToDouble(Step::reserve).sum();
      take(wanted.get(i), Math.min(scale * wanted.get(i).limit(), end.left() - reserved));
      if (wanted.get(i).name().equals(Plan.DEVICE) && !resumed(wanted)) {
        return;
      }
    }
  }

  /** Whether the run goes on: from nothing, or from an earlier one that it belongs to. */
  private boolean resumed(List<Step> wanted) throws IOException {
    JsonObject earlier = session.earlier();
    if (earlier == null) {
      return true;
    }
    Set<String> again = wanted.stream().map(Step::name).collect(Collectors.toSet());
    String trouble = session.results().resume(earlier, again);
    session.save();
    if (!trouble.isEmpty()) {
      System.err.println("accept: --resume: not the same: " + trouble);
    }
    return trouble.isEmpty();
  }

  private void take(Step step, double seconds) throws IOException {
    long start = System.nanoTime();
    JsonObject detail = session.results().begin(step, seconds);
    session.save();
    System.out.printf("%-11s %s%n", step.name(), step.what());
    Verdict verdict;
    try {
      verdict = verdict(step, detail, seconds);
    } catch (IOException | RuntimeException e) {
      verdict = Verdict.failed("the acceptance itself failed: " + e);
    }
    double taken = (System.nanoTime() - start) * 1e-9;
    session.results().end(verdict, taken);
    session.save();
    System.out.printf("%-11s %s in %.0f s: %s%n", "", verdict.state(), taken, verdict.reason());
  }

  private Verdict verdict(Step step, JsonObject detail, double seconds) throws IOException {
    if (step.needsGpu() && !session.device().available()) {
      return new Verdict(State.NO_GPU, session.device().reason());
    }
    if (seconds < 0.2) {
      return Verdict.incomplete("not begun: no time was left");
    }
    return step.work().run(session, detail, Deadline.in(seconds));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(Accept::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
