package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Every speed that is aimed at, held against what was measured. What a stand-in measured is held
 * against nothing.
 *
 * @param results what was written down
 */
record Targets(ResultsReader results) {
  private static final Set<Precision> PRECISIONS = Set.of(Precision.F16, Precision.BF16);
  private static final Set<Integer> BATCHES = Set.of(1, 8, 32, 128);
  private static final double MEMORY = 0.85;
  private static final double COMPUTE = 0.90;
  private static final double OPEN_SECONDS = 1.5;
  private static final double PREPARE_SECONDS = 0.005;
  private static final String NO_GPU = "no GPU was at hand";

  /** How many cases the race is about. */
  static int raceCases() {
    return Sweep.shapesOfAllSuites().size() * PRECISIONS.size() * BATCHES.size();
  }

  List<Target> all() {
    Race race = race(Race.of(lines(Plan.BENCHMARK)));
    List<Target> targets = new ArrayList<>();
    mean(targets, race);
    shares(targets, race);
    forward(targets, "googlenet");
    targets.add(fp8(race));
    targets.add(host("one graph replay", "≤ 6 µs"));
    targets.add(host("one layer call", "≤ 3 µs"));
    startup(targets);
    return targets;
  }

  /** The table of them. */
  List<String> table() {
    List<String> lines = new ArrayList<>(List.of("## Targets", ""));
    Summary.row(lines, "what", "wanted", "measured", "verdict");
    Summary.row(lines, "---", "---", "---", "---");
    for (Target target : all()) {
      Summary.row(lines, target.what(), target.wanted(), target.measured(), target.verdict());
    }
    lines.add("");
    return lines;
  }

  private JsonArray lines(String step) {
    return ResultsReader.array(results.detail(step), "lines");
  }

  /** The cases that the target is about; none from a stand-in. */
  private Race race(Race all) {
    return new Race(
        all.cases().stream()
            .filter(each -> results.measuresSpeed())
            .filter(each -> PRECISIONS.contains(each.layer().precision()))
            .filter(each -> BATCHES.contains(each.layer().shape().input().n()))
            .filter(each -> each.layer().layout() == Layout.NHWC)
            .toList());
  }

  /** Why a figure is not there. */
  private String missing(String step) {
    if (!results.measuresSpeed()) {
      return NO_GPU;
    }
    return results
        .state(step)
        .map(state -> "step " + step + ": " + state)
        .orElse("step " + step + " was not taken");
  }

  private void mean(List<Target> targets, Race race) {
    String what =
        "NHWC, FP16 and BF16, bias and ReLU, all shapes, batch 1, 8, 32, 128: best peer ÷ Pointwise";
    String mean = "geometric mean ≥ 1.10";
    String none = "none below 0.97";
    Ratios ratios = Ratios.of(race.cases(), RaceCase::ratio);
    if (ratios.isEmpty()) {
      targets.add(Target.notMeasured(what, mean, missing(Plan.BENCHMARK)));
      targets.add(Target.notMeasured(what, none, missing(Plan.BENCHMARK)));
      return;
    }
    List<RaceCase> complete = race.cases().stream().filter(RaceCase::complete).toList();
    boolean all = complete.size() == raceCases();
    String of =
        String.format(
            Locale.ROOT,
            " of %d of %d cases; with every peer %s",
            ratios.count(),
            raceCases(),
            complete.isEmpty() ? "none" : Ratios.of(complete, RaceCase::ratio));
    double found = ratios.geometricMean();
    targets.add(
        Target.of(what, mean, String.format(Locale.ROOT, "%.3f", found) + of, found >= 1.10, all));
    targets.add(
        Target.of(
            what,
            none,
            String.format(Locale.ROOT, "%d below, least %.2f", ratios.slower(), ratios.least())
                + of,
            ratios.slower() == 0,
            all));
  }

  private void shares(List<Target> targets, Race race) {
    Optional<Roofline> roof = Roofline.measured(lines(Plan.CEILINGS));
    boolean all = race.cases().size() == raceCases();
    targets.add(
        shares(
            "Memory-bound cases above 32 MB: part of measured copy bandwidth",
            MEMORY,
            roof.map(each -> Shares.ofMemory(race, each)),
            all));
    targets.add(
        shares(
            "Compute-bound cases: part of the measured peak of products",
            COMPUTE,
            roof.map(each -> Shares.ofCompute(race, each)),
            all));
  }

  private Target shares(String what, double wanted, Optional<Shares> shares, boolean all) {
    String text = String.format(Locale.ROOT, "≥ %.0f %%", 100 * wanted);
    if (shares.isEmpty()) {
      return Target.notMeasured(what, text, missing(Plan.CEILINGS));
    }
    int possible = shares.get().possible().size();
    if (possible == 0) {
      return Target.notMeasured(
          what, text, results.measuresSpeed() ? "no such case was measured" : NO_GPU);
    }
    long below = shares.get().below(wanted);
    String found =
        String.format(
            Locale.ROOT,
            "%d of %d reach it, least %.0f %%; %d IMPOSSIBLE left out",
            possible - below,
            possible,
            100 * shares.get().worst(1).getFirst().reached(),
            shares.get().impossible().size());
    return Target.of(what, text, found, below == 0, all);
  }

  private void forward(List<Target> targets, String network) {
    String what =
        network
            + "'s pointwise layers, batch 1, one forward pass: torch.compile with CUDA graphs ÷ Pointwise";
    Forward forward = new Forward(lines(Plan.NETWORK), network);
    OptionalDouble own = forward.own();
    OptionalDouble peer = forward.compiledWithGraphs();
    if (!results.measuresSpeed() || own.isEmpty() || peer.isEmpty()) {
      targets.add(Target.notMeasured(what, "≥ 2", missing(Plan.NETWORK)));
      return;
    }
    double ratio = peer.getAsDouble() / own.getAsDouble();
    targets.add(
        Target.of(
            what,
            "≥ 2",
            String.format(
                Locale.ROOT,
                "%.2f: %.1f µs ÷ %.1f µs",
                ratio,
                peer.getAsDouble() * 1e6,
                own.getAsDouble() * 1e6),
            ratio >= 2,
            true));
  }

  private Target fp8(Race race) {
    String what = "FP8 on compute-bound shapes: FP16 ÷ FP8";
    String wanted = "≥ 1.6";
    Optional<Roofline> roof = Roofline.measured(lines(Plan.CEILINGS));
    List<RaceCase> bound =
        race.cases().stream()
            .filter(each -> roof.map(it -> it.bound(each.layer())).orElse(null) == Bound.COMPUTE)
            .toList();
    Ratios ratios = Ratios.of(bound, RaceCase::fp8Ratio);
    if (ratios.isEmpty()) {
      return Target.notMeasured(
          what, wanted, results.measuresSpeed() ? "no such case has a figure in FP8" : NO_GPU);
    }
    return Target.of(
        what,
        wanted,
        ratios + String.format(Locale.ROOT, ", least %.2f", ratios.least()),
        ratios.geometricMean() >= 1.6,
        race.cases().size() == raceCases());
  }

  private static Target host(String what, String wanted) {
    return Target.notMeasured(
        "The host's cost of " + what + ", no allocation",
        wanted,
        "scripts/bench-host measures it, without a GPU");
  }

  private void startup(List<Target> targets) {
    String opening = "Opening the backend, kernels cached";
    String preparing = "Preparing a layer and its first run, untuned, after the first layer";
    JsonObject found = results.detail(Plan.STARTUP);
    double open = JsonLines.number(found, "open_seconds");
    double prepare = JsonLines.number(found, "prepare_most_seconds");
    if (!results.measuresSpeed() || Double.isNaN(open) || Double.isNaN(prepare)) {
      targets.add(Target.notMeasured(opening, "≤ 1.5 s", missing(Plan.STARTUP)));
      targets.add(Target.notMeasured(preparing, "≤ 5 ms", missing(Plan.STARTUP)));
      return;
    }
    targets.add(
        Target.of(
            opening,
            "≤ 1.5 s",
            String.format(Locale.ROOT, "%.2f s", open),
            open <= OPEN_SECONDS,
            true));
    targets.add(
        Target.of(
            preparing,
            "≤ 5 ms",
            String.format(
                Locale.ROOT,
                "%.2f ms at most, median %.2f ms",
                prepare * 1e3,
                JsonLines.number(found, "prepare_median_seconds") * 1e3),
            prepare <= PREPARE_SECONDS,
            true));
  }
}
