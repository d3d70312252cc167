package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Builds native-tests/cublas, and measures what the device reaches at best. */
final class CublasStep implements Step.Work {
  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    Verdict built = CublasBench.build(session, detail, deadline);
    if (built.state() != State.PASSED) {
      return built;
    }
    if (!session.device().available()) {
      return new Verdict(State.NO_GPU, "built; " + session.device().reason());
    }
    Path out = session.work().resolve("ceilings.jsonl");
    Run run =
        session.run(
            detail,
            deadline,
            CublasBench.command(
                session,
                List.of("--ceilings", "--dtype", "f32,tf32,f16,bf16", "--out", out.toString())));
    JsonArray lines = new JsonArray();
    JsonLines.read(out).forEach(lines::add);
    detail.add("lines", lines);
    if (run.timedOut()) {
      return Verdict.incomplete(run.ending());
    }
    return run.ok() ? Verdict.passed("built, ceilings measured") : Verdict.failed(run.ending());
  }
}
