package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * All pointwise layers of one forward pass, as everyone runs them.
 *
 * @param lines of figures
 * @param network which network's
 */
record Forward(JsonArray lines, String network) {
  private static final String OWN = "pointwise";

  /** Compiled, and replayed as CUDA graphs. */
  private static final Set<String> COMPILED_WITH_GRAPHS =
      Set.of("reduce_overhead", "compile_graphs");

  /** Pointwise's time. */
  OptionalDouble own() {
    return least(Set.of(OWN));
  }

  OptionalDouble compiledWithGraphs() {
    return least(COMPILED_WITH_GRAPHS);
  }

  private List<JsonObject> measured() {
    List<JsonObject> measured = new ArrayList<>();
    for (JsonElement element : lines) {
      JsonObject line = element.getAsJsonObject();
      if (JsonLines.text(line, "kind").equals("measurement")
          && JsonLines.text(line, "forward").equals(network)
          && JsonLines.text(line, "cache").equals("hot")
          && JsonLines.number(line, "median") > 0) {
        measured.add(line);
      }
    }
    return measured;
  }

  private OptionalDouble least(Set<String> peers) {
    return measured().stream()
        .filter(line -> peers.contains(JsonLines.text(line, "peer")))
        .mapToDouble(line -> JsonLines.number(line, "median"))
        .min();
  }

  /** A row for each figure, and how much longer than Pointwise's fastest it takes. */
  void rows(List<String> rows, boolean measuresSpeed) {
    double own = own().orElse(Double.NaN);
    for (JsonObject line : measured()) {
      double median = JsonLines.number(line, "median");
      String time = String.format(Locale.ROOT, "%.2f", median * 1e6);
      boolean compare = measuresSpeed && Double.isFinite(own);
      Summary.row(
          rows,
          network,
          JsonLines.text(line, "peer"),
          JsonLines.text(line, "launch"),
          measuresSpeed ? time : "(" + time + ")",
          compare ? String.format(Locale.ROOT, "%.2f", median / own) : "");
    }
  }
}
