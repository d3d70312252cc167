package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pointwise.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is written down: {@code results.json} and {@code summary.md}, whole at every moment. */
final class Results {
  static final int HELD = 0;
  static final int FAILED = 1;
  static final int NO_GPU = 6;

  private final Path directory;
  private final JsonObject root = new JsonObject();
  private final JsonArray steps = new JsonArray();
  private final List<State> states = new ArrayList<>();
  private Device device = new Device("not looked for", "", "");

  Results(Options options, Properties origin, List<String> arguments) {
    directory = options.out();
    root.addProperty("schema", 1);
    origin.stringPropertyNames().stream()
        .sorted()
        .forEach(name -> root.addProperty(name, origin.getProperty(name)));
    root.addProperty("started", Instant.now().toString());
    root.addProperty("arguments", String.join(" ", arguments));
    root.addProperty("budget_seconds", options.budget());
    root.addProperty("finished", false);
    root.add("steps", steps);
  }

  Device device() {
    return device;
  }

  /** Keeps what the probe found out. */
  void device(JsonObject probe) {
    device = Device.of(probe);
    root.addProperty("measures_speed", device.available() && !device.standIn());
    root.add("device", probe);
  }

  /**
   * Takes over the steps of an earlier run that this one does not take again. To be asked once the
   * device is known.
   *
   * @param again the names of the steps that this run takes
   * @return why the two runs do not belong together; empty if they do
   */
  String resume(JsonObject earlier, Set<String> again) {
    Map<String, String> before = identity(earlier);
    Map<String, String> now = identity(root);
    String other =
        Stream.concat(before.keySet().stream(), now.keySet().stream())
            .distinct()
            .filter(name -> !Objects.equals(before.get(name), now.get(name)))
            .map(name -> name + " was " + before.get(name) + ", is " + now.get(name))
            .collect(Collectors.joining("; "));
    if (!other.isEmpty()) {
      root.addProperty("not_resumed", other);
      states.add(State.FAILED);
      return other;
    }
    root.add("resumes", earlier.get("started"));
    for (JsonElement element : earlier.getAsJsonArray("steps")) {
      JsonObject step = element.getAsJsonObject();
      if (!again.contains(JsonLines.text(step, "name"))) {
        steps.add(step);
        states.add(State.of(JsonLines.text(step, "state")));
      }
    }
    return "";
  }

  /** What two runs have to agree in for their figures to stand in one table. */
  private static Map<String, String> identity(JsonObject root) {
    Map<String, String> identity = new TreeMap<>();
    identity.put("commit", JsonLines.text(root, "commit"));
    if (root.get("device") instanceof JsonObject device) {
      identity.put("device", JsonLines.text(device, "device"));
      if (device.get("details") instanceof JsonObject details) {
        details.keySet().forEach(name -> identity.put(name, JsonLines.text(details, name)));
      }
    }
    // Where files lie says nothing of what is in them.
    identity.values().removeIf(value -> value.startsWith("/"));
    return identity;
  }

  /** A step begins; its figures go into what is returned. */
  JsonObject begin(Step step, double limit) {
    JsonObject json = new JsonObject();
    json.addProperty("name", step.name());
    json.addProperty("what", step.what());
    json.addProperty("state", "running");
    json.addProperty("limit_seconds", Math.round(limit));
    JsonObject detail = new JsonObject();
    json.add("detail", detail);
    steps.add(json);
    return detail;
  }

  /** The last step that began has ended. */
  void end(Verdict verdict, double seconds) {
    JsonObject json = steps.get(steps.size() - 1).getAsJsonObject();
    json.addProperty("state", verdict.state().toString());
    json.addProperty("reason", verdict.reason());
    json.addProperty("seconds", Math.round(seconds * 10) / 10.0);
    states.add(verdict.state());
  }

  /** All steps have ended. */
  void finish() {
    root.addProperty("finished", true);
    root.addProperty("ended", Instant.now().toString());
    root.addProperty("exit", exit());
  }

  /** What the process exits with. */
  int exit() {
    if (!device.available()) {
      return NO_GPU;
    }
    boolean held =
        states.stream().noneMatch(state -> state == State.FAILED || state == State.INCOMPLETE);
    return held ? HELD : FAILED;
  }

  /**
   * Writes both files.
   *
   * @throws IOException if they cannot be written; the old ones are there still
   */
  void save() throws IOException {
    write("results.json", JsonText.of(root) + "\n");
    write("summary.md", new Summary(root).text());
  }

  private void write(String name, String text) throws IOException {
    AtomicFile.write(
        directory.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
