package dev.pointwise.compare;

import dev.pointwise.results.Build;
import dev.pointwise.results.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** In what two runs differ besides their times. */
public final class Conditions {
  /** The detail of a backend that says on how many threads it computes. */
  private static final String THREADS = "threads";

  private Conditions() {}

  /**
   * What forbids an honest verdict: each names what differs, and both values. Dtypes are no part of
   * it, as they belong to cases.
   */
  public static List<String> differences(RunInfo baseline, RunInfo candidate) {
    List<String> found = new ArrayList<>();
    if (baseline.standIn() != candidate.standIn()) {
      found.add(text("device", kind(baseline), kind(candidate)));
    }
    differ(found, "backend", baseline.backend().backend(), candidate.backend().backend());
    differ(found, "device", baseline.backend().device(), candidate.backend().device());
    differ(found, THREADS, detail(baseline, THREADS), detail(candidate, THREADS));
    differ(found, "fill", baseline.settings().fill(), candidate.settings().fill());
    differ(found, "timing", baseline.settings().timing(), candidate.settings().timing());
    return found;
  }

  /** What else differs, and may or may not be why times do. */
  static List<String> notes(RunInfo baseline, RunInfo candidate) {
    List<String> found = new ArrayList<>();
    differ(found, "build", build(baseline.build()), build(candidate.build()));
    differ(found, "seed", baseline.settings().seed(), candidate.settings().seed());
    differ(found, "order", baseline.settings().order(), candidate.settings().order());
    differ(found, "machine", baseline.machine(), candidate.machine());
    Set<String> details = new LinkedHashSet<>(baseline.backend().details().keySet());
    details.addAll(candidate.backend().details().keySet());
    details.remove(THREADS);
    for (String each : details) {
      differ(found, each, detail(baseline, each), detail(candidate, each));
    }
    return found;
  }

  /** A line on one difference. */
  static String text(String what, Object baseline, Object candidate) {
    return what + " is " + baseline + " in the baseline and " + candidate + " in the candidate";
  }

  private static void differ(List<String> found, String what, Object baseline, Object candidate) {
    if (!baseline.equals(candidate)) {
      found.add(text(what, baseline, candidate));
    }
  }

  private static String kind(RunInfo run) {
    return run.standIn() ? "a stand-in" : "real";
  }

  private static String detail(RunInfo run, String key) {
    return Objects.requireNonNullElse(run.backend().details().get(key), "unknown");
  }

  private static String build(Build build) {
    String commit = build.commit() == null ? "" : " " + build.commit();
    return build.version() + commit + (Boolean.TRUE.equals(build.dirty()) ? " (changed)" : "");
  }
}
