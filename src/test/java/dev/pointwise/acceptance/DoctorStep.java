package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/** Runs {@code pointwise doctor}, which has to agree with the probe on whether there is a GPU. */
final class DoctorStep implements Step.Work {
  private static final int UNUSABLE = 6;

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    Run run =
        session.run(detail, deadline, session.bundle().pointwise(List.of("doctor", "--json")));
    JsonObject report = JsonLines.object(String.join("\n", run.lines()));
    if (report != null) {
      detail.add("report", report);
    }
    boolean available = session.device().available();
    if (run.ok() && available) {
      return Verdict.passed("usable");
    }
    if (run.exit() == UNUSABLE && !available) {
      return new Verdict(State.NO_GPU, session.device().reason());
    }
    return Verdict.failed(
        run.ending()
            + (available ? ", though Pointwise can open the GPU" : ", and there is no GPU"));
  }
}
