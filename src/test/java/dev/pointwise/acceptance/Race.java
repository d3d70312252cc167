package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The benchmark's figures side by side: for each case Pointwise, and the fastest of each kind of
 * peer that computed the whole layer, all with a warm cache.
 */
final class Race {
  private static final String OWN = "pointwise";
  private static final List<String> COLUMNS =
      List.of(OWN, "cublasGemmStridedBatchedEx", "cublasLtMatmul", "PyTorch");

  /** The fastest figure of one column. */
  private record Best(double seconds, String how) {
    Best or(Best other) {
      return other.seconds < seconds ? other : this;
    }

    String text(boolean standIn) {
      String time = String.format(Locale.ROOT, "%.2f", seconds * 1e6);
      return (standIn ? "(" + time + ")" : time) + (how.isEmpty() ? "" : " " + how);
    }
  }

  private final boolean standIn;
  private final Map<String, Map<String, Best>> cases = new LinkedHashMap<>();

  Race(JsonArray lines, boolean standIn) {
    this.standIn = standIn;
    Predicate<JsonObject> measured =
        line -> JsonLines.text(line, "kind").equals("measurement") && line.has("shape");
    for (JsonElement element : lines) {
      JsonObject line = element.getAsJsonObject();
      if (measured.test(line) && JsonLines.text(line, "cache").equals("hot")) {
        add(line);
      }
    }
  }

  private void add(JsonObject line) {
    String peer = JsonLines.text(line, "peer");
    boolean bare = peer.equals(COLUMNS.get(1));
    double median = JsonLines.number(line, "median");
    if (!(bare || JsonLines.text(line, "complete").equals("true")) || Double.isNaN(median)) {
      return;
    }
    String column = COLUMNS.contains(peer) ? peer : "PyTorch";
    String graph = JsonLines.text(line, "launch").equals("graph") ? "graph" : "";
    String how = column.equals(peer) ? graph : (peer + " " + graph).strip();
    String name =
        JsonLines.text(line, "shape")
            + " "
            + JsonLines.text(line, "dtype")
            + " "
            + JsonLines.text(line, "layout");
    cases
        .computeIfAbsent(name, each -> new LinkedHashMap<>())
        .merge(column, new Best(median, how), Best::or);
  }

  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("## Benchmark: µs per run, warm cache");
    lines.add("");
    lines.add(
        "Each column is the fastest of its kind; `graph`: as a CUDA graph. The strided product is bare, without bias"
            + " and what follows; the others are whole layers. Ratio: the fastest whole layer of a peer ÷ Pointwise,"
            + " above 1 where Pointwise is faster. Samples, cold caches and the rest are in results.json.");
    lines.add("");
    if (standIn) {
      lines.add("**No measurement: the device is a CPU stand-in.**");
      lines.add("");
    }
    Summary.row(lines, "case", "Pointwise", "bare strided", "cublasLt", "PyTorch", "ratio");
    Summary.row(lines, "---", "--:", "--:", "--:", "--:", "--:");
    cases.forEach((name, columns) -> lines.add(row(name, columns)));
    lines.add("");
    return lines;
  }

  private String row(String name, Map<String, Best> columns) {
    List<String> cells = new ArrayList<>(List.of(name));
    for (String column : COLUMNS) {
      Best best = columns.get(column);
      cells.add(best == null ? "" : best.text(standIn));
    }
    Best own = columns.get(OWN);
    double peer =
        COLUMNS.subList(2, COLUMNS.size()).stream()
            .map(columns::get)
            .filter(best -> best != null)
            .mapToDouble(Best::seconds)
            .min()
            .orElse(Double.NaN);
    cells.add(
        own == null || Double.isNaN(peer) || standIn
            ? ""
            : String.format(Locale.ROOT, "%.2f", peer / own.seconds()));
    List<String> line = new ArrayList<>();
    Summary.row(line, cells.toArray(String[]::new));
    return line.getFirst();
  }
}
