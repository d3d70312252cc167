package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/** What the driver's own tool says of the first GPU. */
final class NvidiaSmi {
  private static final List<String> SETTINGS =
      List.of(
          "name",
          "driver_version",
          "vbios_version",
          "memory.total",
          "compute_cap",
          "clocks.max.sm",
          "clocks.max.mem",
          "power.limit",
          "ecc.mode.current",
          "mig.mode.current",
          "persistence_mode",
          "compute_mode");
  private static final List<String> MOMENT =
      List.of("clocks.sm", "clocks.mem", "temperature.gpu", "power.draw", "pstate", "memory.used");

  private NvidiaSmi() {}

  /** What does not change from moment to moment; empty if it cannot be told. */
  static JsonObject settings(Session session) throws IOException {
    return query(session, SETTINGS);
  }

  /** Clocks, temperature and power now; empty if they cannot be told. */
  static JsonObject moment(Session session) throws IOException {
    return query(session, MOMENT);
  }

  private static JsonObject query(Session session, List<String> fields) throws IOException {
    JsonObject json = new JsonObject();
    List<String> command =
        List.of(
            "nvidia-smi",
            "--id=0",
            "--format=csv,noheader",
            "--query-gpu=" + String.join(",", fields));
    Run run = session.programs().run(Deadline.in(10), command);
    List<String> lines = run.lines();
    if (run.ok() && !lines.isEmpty()) {
      String[] values = lines.getFirst().split(", *", -1);
      for (int i = 0; i < Math.min(values.length, fields.size()); i++) {
        json.addProperty(fields.get(i), values[i]);
      }
    }
    return json;
  }
}
