package dev.pointwise.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The benchmark as tables.
 *
 * @param race the figures
 * @param roofline the device's ceilings; empty where they were not measured
 * @param measuresSpeed false on a stand-in, where nothing is compared with anything
 */
record RaceTable(Race race, Optional<Roofline> roofline, boolean measuresSpeed) {
  private static final int WORST = 10;

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (measuresSpeed) {
      classes(lines);
      roofline.ifPresent(roof -> offenders(lines, roof));
    }
    cases(lines);
    return lines;
  }

  /** Class by class, against each peer. */
  private void classes(List<String> lines) {
    if (race.cases().isEmpty() || roofline.isEmpty()) {
      return;
    }
    Map<ShapeClass, List<RaceCase>> classes = new TreeMap<>();
    for (RaceCase each : race.cases()) {
      classes
          .computeIfAbsent(ShapeClass.of(each.layer(), roofline.get()), key -> new ArrayList<>())
          .add(each);
    }
    title(
        lines,
        "Shape classes",
        "Geometric mean of a peer's time ÷ Pointwise's, and of how many cases; above 1 where Pointwise"
            + " is faster. Classes go by the measured ceilings.");
    List<String> header = new ArrayList<>(List.of("class", "best peer", "below 0.97", "least"));
    Stream.of(Peer.values()).map(Peer::toString).forEach(header::add);
    table(lines, header);
    classes.forEach((key, cases) -> Summary.row(lines, classRow(key.toString(), cases)));
    Summary.row(lines, classRow("all", race.cases()));
    lines.add("");
  }

  private static String[] classRow(String name, List<RaceCase> cases) {
    Ratios best = Ratios.of(cases, RaceCase::ratio);
    List<String> cells = new ArrayList<>(List.of(name, best.toString()));
    cells.add(best.isEmpty() ? "" : String.valueOf(best.slower()));
    cells.add(best.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", best.least()));
    for (Peer peer : Peer.values()) {
      cells.add(Ratios.of(cases, each -> each.ratio(peer)).toString());
    }
    return cells.toArray(String[]::new);
  }

  private void offenders(List<String> lines, Roofline roof) {
    Shares memory = Shares.ofMemory(race, roof);
    Shares compute = Shares.ofCompute(race, roof);
    offenders(lines, "Farthest from copy bandwidth (memory-bound, above 32 MB)", memory);
    offenders(lines, "Farthest from the peak of products (compute-bound)", compute);
    List<String> impossible =
        Stream.of(memory, compute)
            .flatMap(shares -> shares.impossible().stream())
            .map(Shares.Share::toString)
            .toList();
    if (!impossible.isEmpty()) {
      title(
          lines,
          "IMPOSSIBLE",
          "More than the device allows: held in a cache, or mismeasured. Kept out of the targets.");
      impossible.forEach(share -> lines.add("- " + share));
      lines.add("");
    }
  }

  private static void offenders(List<String> lines, String what, Shares shares) {
    List<Shares.Share> worst = shares.worst(WORST);
    if (!worst.isEmpty()) {
      title(lines, what, "");
      worst.forEach(share -> lines.add("- " + share));
      lines.add("");
    }
  }

  private void cases(List<String> lines) {
    title(
        lines,
        "Benchmark: µs per run, warm cache",
        "Whole layers. Each column is the fastest of its kind; `g`: as a CUDA graph, else as calls in a stream. Ratio:"
            + " the fastest peer ÷ Pointwise, above 1 where Pointwise is faster. Roof: how much of what bounds the"
            + " case is reached. Samples are in results.json.");
    if (!measuresSpeed) {
      lines.add("**No measurement: the device is a CPU stand-in.**");
      lines.add("");
    }
    List<String> header = new ArrayList<>(List.of("case", "class", "Pointwise"));
    Stream.of(Peer.values()).map(Peer::toString).forEach(header::add);
    header.addAll(List.of("best", "ratio", "roof", "FP8", "plan"));
    table(lines, header);
    race.cases().forEach(each -> Summary.row(lines, caseRow(each)));
    lines.add("");
  }

  private String[] caseRow(RaceCase each) {
    List<String> cells = new ArrayList<>(List.of(each.layer().toString()));
    cells.add(roofline.map(roof -> ShapeClass.of(each.layer(), roof).toString()).orElse(""));
    cells.add(text(each.own()));
    for (Peer peer : Peer.values()) {
      Time time = each.peers().get(peer);
      cells.add(time == null ? "" : text(time));
    }
    cells.add(measuresSpeed ? each.best().map(Peer::toString).orElse("") : "");
    Predicate<Double> comparable = ratio -> measuresSpeed && Double.isFinite(ratio);
    cells.add(
        comparable.test(each.ratio()) ? String.format(Locale.ROOT, "%.2f", each.ratio()) : "");
    cells.add(
        roofline
            .map(roof -> roof.share(each.layer(), each.own().seconds()))
            .filter(comparable)
            .map(share -> String.format(Locale.ROOT, "%.0f %%", 100 * share))
            .orElse(""));
    cells.add(each.fp8().map(this::text).orElse(""));
    cells.add(each.plan());
    return cells.toArray(String[]::new);
  }

  private String text(Time time) {
    return measuresSpeed ? time.toString() : "(" + time + ")";
  }

  private static void title(List<String> lines, String title, String text) {
    lines.add("## " + title);
    lines.add("");
    if (!text.isEmpty()) {
      lines.add(text);
      lines.add("");
    }
  }

  private static void table(List<String> lines, List<String> header) {
    Summary.row(lines, header.toArray(String[]::new));
    Summary.row(
        lines,
        header.stream()
            .map(each -> each.equals("case") || each.equals("class") ? "---" : "--:")
            .toArray(String[]::new));
  }
}
