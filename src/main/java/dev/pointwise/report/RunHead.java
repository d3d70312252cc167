package dev.pointwise.report;

import dev.pointwise.results.Build;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.results.Units;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a run's numbers come from, in lines with a label each. */
final class RunHead {
  static final String ZEROS_WARNING =
      "The operands are zeros: that flatters, since hardware draws less power and may clock higher.";

  private static final Pattern PATH = Pattern.compile("/|[A-Za-z]:\\\\");

  private RunHead() {}

  /**
   * The lines' pieces by their labels.
   *
   * @param paths whether to say where files lie, too
   */
  static Map<String, List<String>> of(RunInfo run, boolean paths) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    lines.put("backend", List.of(run.backend().backend() + devices(run)));
    lines.put("device", List.of(run.backend().device()));
    put(lines, "with", pieces(run.backend().details(), paths));
    put(lines, "state", pieces(run.condition(), true));
    lines.put("machine", List.of(run.machine().toString().split("; ", -1)));
    lines.put(
        "build",
        List.of(build(run.build()), "run at " + run.started().truncatedTo(ChronoUnit.SECONDS)));
    lines.put("method", method(run.settings()));
    if (run.roofline() != null) {
      lines.put("roof", roof(run.roofline()));
    }
    return lines;
  }

  /** What has to be said of all numbers of a run. */
  static List<String> warnings(RunInfo run) {
    List<String> warnings = new ArrayList<>();
    if (run.standIn()) {
      warnings.add(RunInfo.STAND_IN_WARNING);
    }
    if (run.settings().fill() == Fill.ZEROS) {
      warnings.add(ZEROS_WARNING);
    }
    return warnings;
  }

  private static void put(Map<String, List<String>> lines, String label, List<String> pieces) {
    if (!pieces.isEmpty()) {
      lines.put(label, pieces);
    }
  }

  private static String devices(RunInfo run) {
    return run.devices().size() < 2
        ? ""
        : ", devices "
            + run.devices().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<String> pieces(Map<String, String> details, boolean paths) {
    return details.entrySet().stream()
        .filter(detail -> paths || !PATH.matcher(detail.getValue()).lookingAt())
        .map(detail -> detail.getKey() + " " + detail.getValue())
        .toList();
  }

  private static String build(Build build) {
    return "pointwise "
        + build.version()
        + (build.commit() == null ? "" : ", commit " + build.commit())
        + (Boolean.TRUE.equals(build.dirty()) ? ", changed since" : "");
  }

  private static List<String> method(Settings settings) {
    List<String> method = new ArrayList<>();
    method.add(
        settings.timing() == Timing.E2E
            ? "end to end: input to the device, computation, output to the host"
            : "on the device: transfers not counted");
    method.add("cases " + settings.order());
    method.add("operands " + settings.fill() + ", seed " + settings.seed());
    method.add("at most " + Units.digits(settings.budget()) + " s of sampling a case");
    return method;
  }

  private static List<String> roof(Roofline roofline) {
    List<String> roof = new ArrayList<>();
    double memory = roofline.bandwidths().getLast().rate();
    double most =
        roofline.bandwidths().stream().mapToDouble(Roofline.Bandwidth::rate).max().orElse(memory);
    roof.add(
        "memory "
            + rate(memory)
            + "B/s"
            + (most > memory ? ", up to " + rate(most) + "B/s in caches" : ""));
    roofline.peaks().forEach((dtype, peak) -> roof.add(dtype + " " + rate(peak) + "FLOP/s"));
    roof.add("the smallest run " + Units.seconds(roofline.launch()).strip());
    return roof;
  }

  /** A rate in thousands of millions. */
  private static String rate(double perSecond) {
    return Units.digits(perSecond * 1e-9) + " G";
  }
}
