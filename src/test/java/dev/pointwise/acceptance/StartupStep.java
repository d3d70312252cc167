package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Runs {@link Startup} twice, each in a process of its own; the second finds kernels cached. */
final class StartupStep implements Step.Work {
  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    Verdict first = once(session, detail, deadline);
    return first.state() == State.PASSED ? once(session, detail, deadline) : first;
  }

  private static Verdict once(Session session, JsonObject detail, Deadline deadline)
      throws IOException {
    Run run =
        session.run(detail, deadline, session.bundle().test(Startup.class.getName(), List.of()));
    List<JsonObject> lines = JsonLines.of(run.lines().stream());
    if (!run.ok() || lines.isEmpty()) {
      return run.timedOut() ? Verdict.incomplete(run.ending()) : Verdict.failed(run.ending());
    }
    lines.getLast().asMap().forEach(detail::add);
    return Verdict.passed(
        String.format(
            Locale.ROOT,
            "open %.2f s, a layer %.1f ms at most",
            JsonLines.number(detail, "open_seconds"),
            JsonLines.number(detail, "prepare_most_seconds") * 1e3));
  }
}
