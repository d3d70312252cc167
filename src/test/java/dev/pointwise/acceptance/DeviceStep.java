package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/** Asks Pointwise which GPU it runs on; what comes later goes by the answer. */
final class DeviceStep implements Step.Work {
  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    Run run =
        session.run(detail, deadline, session.bundle().test(Probe.class.getName(), List.of()));
    List<JsonObject> found = JsonLines.of(run.lines().stream());
    JsonObject probe = found.isEmpty() ? new JsonObject() : found.getLast();
    if (!run.ok() || found.isEmpty()) {
      probe.addProperty("unavailable", "the probe ended with " + run.ending());
    }
    probe.add("nvidia_smi", NvidiaSmi.settings(session));
    session.results().device(probe);
    Device device = session.device();
    if (!run.ok()) {
      return Verdict.failed(device.reason());
    }
    return device.available()
        ? Verdict.passed(device.name())
        : new Verdict(State.NO_GPU, device.reason());
  }
}
