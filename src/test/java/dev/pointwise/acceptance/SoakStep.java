package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import dev.pointwise.cuda.Soak;
import java.io.IOException;
import java.util.List;

/** Runs {@link Soak} in a process of its own. */
final class SoakStep implements Step.Work {
  private static final int CYCLES = 1_000;

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    long seconds = Math.max(1, Math.round(deadline.left() - 5));
    List<String> arguments = List.of(String.valueOf(CYCLES), String.valueOf(seconds));
    Run run = session.run(detail, deadline, session.bundle().test(Soak.class.getName(), arguments));
    List<JsonObject> lines = JsonLines.of(run.lines().stream());
    if (!lines.isEmpty()) {
      detail.add("soak", lines.getLast());
    }
    if (!run.ok() || lines.isEmpty()) {
      return run.timedOut() ? Verdict.incomplete(run.ending()) : Verdict.failed(run.ending());
    }
    JsonObject soak = lines.getLast();
    double cycles = JsonLines.number(soak, "cycles");
    String found =
        Math.round(cycles)
            + " cycles, "
            + Math.round(JsonLines.number(soak, "lost_bytes"))
            + " bytes of device memory lost";
    return cycles < CYCLES ? Verdict.incomplete(found) : Verdict.passed(found);
  }
}
