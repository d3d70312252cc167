package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The results as tables, for people.
 *
 * @param root all of {@code results.json}
 */
record Summary(JsonObject root) {
  private static final List<String> ABOUT =
      List.of(
          "version",
          "commit",
          "changed_since_commit",
          "started",
          "ended",
          "arguments",
          "budget_seconds",
          "resumes",
          "not_resumed",
          "exit");

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# Acceptance");
    lines.add("");
    if (!root.get("finished").getAsBoolean()) {
      lines.add("**Not finished: this is how far it came.**");
      lines.add("");
    }
    if (standIn()) {
      lines.add("**The device is a CPU stand-in for a GPU: no time in here is a measurement.**");
      lines.add("");
    }
    about(lines);
    lines.addAll(new Targets(new ResultsReader(root)).table());
    steps(lines);
    step("verify").ifPresent(step -> verified(lines, "Verified", step));
    step("verify-all").ifPresent(step -> verified(lines, "Verified besides", step));
    step("contract").ifPresent(step -> list(lines, "Contract: what failed", step, "failures"));
    step(Plan.CEILINGS).ifPresent(step -> ceilings(lines, step));
    step(Plan.NETWORK).ifPresent(step -> forward(lines, step));
    step(Plan.BENCHMARK).ifPresent(step -> benchmark(lines, step));
    return String.join("\n", lines) + "\n";
  }

  private boolean standIn() {
    JsonObject device = root.getAsJsonObject("device");
    return device != null && Device.of(device).standIn();
  }

  private Optional<JsonObject> step(String name) {
    for (JsonElement step : root.getAsJsonArray("steps")) {
      if (JsonLines.text(step.getAsJsonObject(), "name").equals(name)) {
        return Optional.of(step.getAsJsonObject().getAsJsonObject("detail"));
      }
    }
    return Optional.empty();
  }

  private void about(List<String> lines) {
    row(lines, "what", "");
    row(lines, "---", "---");
    JsonObject device = root.getAsJsonObject("device");
    if (device != null) {
      Device found = Device.of(device);
      row(lines, "device", found.available() ? found.name() : "no GPU: " + found.reason());
      members(lines, device.get("details"), "");
      members(lines, device.get("nvidia_smi"), "nvidia-smi ");
      members(lines, device.get("machine"), "");
    }
    ABOUT.stream()
        .filter(root::has)
        .forEach(name -> row(lines, name.replace('_', ' '), JsonLines.text(root, name)));
    lines.add("");
  }

  private static void members(List<String> lines, JsonElement object, String prefix) {
    if (object != null && object.isJsonObject()) {
      object
          .getAsJsonObject()
          .asMap()
          .forEach((name, value) -> row(lines, prefix + name, value.getAsString()));
    }
  }

  private void steps(List<String> lines) {
    row(lines, "step", "state", "seconds", "of", "");
    row(lines, "---", "---", "--:", "--:", "---");
    for (JsonElement element : root.getAsJsonArray("steps")) {
      JsonObject step = element.getAsJsonObject();
      row(
          lines,
          JsonLines.text(step, "name"),
          JsonLines.text(step, "state"),
          JsonLines.text(step, "seconds"),
          JsonLines.text(step, "limit_seconds"),
          JsonLines.text(step, "reason"));
    }
    lines.add("");
  }

  private static void verified(List<String> lines, String title, JsonObject step) {
    JsonArray parts = step.getAsJsonArray("parts");
    if (parts == null) {
      return;
    }
    lines.add("## " + title);
    lines.add("");
    row(
        lines,
        "suites",
        "batch",
        "cases",
        "passed",
        "not passed",
        "worst error of what is allowed");
    row(lines, "---", "--:", "--:", "--:", "--:", "---");
    for (JsonElement element : parts) {
      JsonObject part = element.getAsJsonObject();
      List<String> worst = new ArrayList<>();
      part.getAsJsonObject("worst_error_of_bound")
          .asMap()
          .forEach((type, error) -> worst.add(type + " " + error.getAsString()));
      row(
          lines,
          JsonLines.text(part, "suites").replace(",", ", "),
          JsonLines.text(part, "batch"),
          JsonLines.text(part, "cases"),
          JsonLines.text(part, "passed"),
          JsonLines.text(part, "not_passed"),
          String.join(", ", worst));
    }
    lines.add("");
    for (JsonElement part : parts) {
      list(lines, "What did not pass", part.getAsJsonObject(), "failures");
    }
  }

  private static void list(List<String> lines, String title, JsonObject from, String name) {
    JsonArray all = from.getAsJsonArray(name);
    if (all == null || all.isEmpty()) {
      return;
    }
    lines.add("## " + title);
    lines.add("");
    all.forEach(item -> lines.add("- `" + item.getAsString() + "`"));
    lines.add("");
  }

  private void ceilings(List<String> lines, JsonObject step) {
    JsonArray all = step.getAsJsonArray("lines");
    if (all == null) {
      return;
    }
    lines.add("## Ceilings, as cublas-bench measured them");
    lines.add("");
    row(lines, "what", "type", "by", standIn() ? "no measurement" : "");
    row(lines, "---", "---", "---", "--:");
    for (JsonElement element : all) {
      JsonObject line = element.getAsJsonObject();
      if (JsonLines.text(line, "kind").equals("ceiling")) {
        double value = JsonLines.number(line, "value");
        String unit = JsonLines.text(line, "unit");
        row(
            lines,
            JsonLines.text(line, "ceiling"),
            JsonLines.text(line, "dtype"),
            JsonLines.text(line, "peer"),
            switch (unit) {
              case "bytes/s" -> String.format(Locale.ROOT, "%.0f GB/s", value / 1e9);
              case "s" -> String.format(Locale.ROOT, "%.2f µs", value * 1e6);
              default -> String.format(Locale.ROOT, "%.1f TFLOP/s", value / 1e12);
            });
      }
    }
    lines.add("");
  }

  private void forward(List<String> lines, JsonObject step) {
    lines.add("## One forward pass of all pointwise layers: µs, batch 1, FP16, NHWC");
    lines.add("");
    row(lines, "network", "who", "launch", standIn() ? "no measurement" : "µs", "÷ Pointwise");
    row(lines, "---", "---", "---", "--:", "--:");
    for (String network : NetworkStep.NETWORKS) {
      new Forward(ResultsReader.array(step, "lines"), network).rows(lines, !standIn());
    }
    lines.add("");
  }

  private void benchmark(List<String> lines, JsonObject step) {
    Race race = Race.of(ResultsReader.array(step, "lines"));
    Optional<Roofline> roofline =
        step(Plan.CEILINGS)
            .flatMap(found -> Roofline.measured(ResultsReader.array(found, "lines")));
    lines.addAll(new RaceTable(race, roofline, !standIn()).lines());
  }

  static void row(List<String> lines, String... cells) {
    List<String> clean = new ArrayList<>();
    for (String cell : cells) {
      clean.add(cell.replace("|", "\\|").replace("\n", " "));
    }
    lines.add("| " + String.join(" | ", clean) + " |");
  }
}
