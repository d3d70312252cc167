package dev.pointwise.cli;

import dev.pointwise.results.RunInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** In what two runs differ that makes their rows no longer of one table. */
final class RunDifferences {
  private RunDifferences() {}

  /** The differences, as "X is V, not W"; empty if there are none. */
  static List<String> of(RunInfo now, RunInfo before) {
    List<String> found = new ArrayList<>();
    add(found, "backend", now.backend().backend(), before.backend().backend());
    add(found, "device", now.backend().device(), before.backend().device());
    add(found, "device numbers", now.devices(), before.devices());
    Set<String> details = new TreeSet<>(now.backend().details().keySet());
    details.addAll(before.backend().details().keySet());
    for (String detail : details) {
      add(
          found,
          detail,
          now.backend().details().get(detail),
          before.backend().details().get(detail));
    }
    add(found, "build", now.build(), before.build());
    add(found, "machine", now.machine(), before.machine());
    add(found, "seed", now.settings().seed(), before.settings().seed());
    add(found, "fill", now.settings().fill(), before.settings().fill());
    add(found, "time", now.settings().timing(), before.settings().timing());
    add(found, "order", now.settings().order(), before.settings().order());
    add(found, "time budget", now.settings().budget(), before.settings().budget());
    add(found, "recorded", now.settings().recorded(), before.settings().recorded());
    add(found, "measured twice", now.settings().twice(), before.settings().twice());
    return found;
  }

  private static void add(
      List<String> found, String what, @Nullable Object now, @Nullable Object before) {
    if (!Objects.equals(now, before)) {
      found.add(what + " is " + text(now) + ", not " + text(before));
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "unknown" : value.toString();
  }

  /**
   * Refuses a run whose rows may not stand beside those of the runs before.
   *
   * @param backends all that the command runs on
   * @throws UsageException if they may not; it names what differs
   */
  static void checkResumable(List<RunInfo> before, RunInfo now, Set<String> backends) {
    for (RunInfo run : before) {
      String backend = run.backend().backend();
      if (!backends.contains(backend)) {
        throw new UsageException(
            "--resume is given, expected a run like that in the file: backend is "
                + String.join(",", backends)
                + ", not "
                + backend);
      }
    }
    List<RunInfo> same =
        before.stream()
            .filter(run -> run.backend().backend().equals(now.backend().backend()))
            .toList();
    if (same.isEmpty()) {
      return;
    }
    List<String> found = of(now, same.getLast());
    if (!found.isEmpty()) {
      throw new UsageException(
          "--resume is given, expected a run like the file's last one: "
              + found.stream().collect(Collectors.joining("; ")));
    }
  }
}
