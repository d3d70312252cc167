package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Statistics;
import dev.pointwise.results.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Results of {@code pointwise bench} in the words of the peers' lines. */
final class LibraryReport {
  private static final String OWN = "pointwise";

  private LibraryReport() {}

  /** What a file of results holds; nothing if it is missing, or has nothing whole in it. */
  static RunResults read(Path file) throws IOException {
    try {
      return Files.exists(file) && Files.size(file) > 0
          ? ResultsFile.read(file)
          : new RunResults(List.of(), List.of());
    } catch (ResultsFileException e) {
      return new RunResults(List.of(), List.of());
    }
  }

  /** A line per warm figure of each layer: measurements, or why there are none. */
  static List<JsonObject> figures(RunResults results) {
    List<JsonObject> lines = new ArrayList<>();
    for (CaseRow row : results.rows()) {
      if (row.key().fuse() == Fuse.EPILOGUE) {
        row.time(Series.HOT).ifPresent(time -> lines.add(layer(row, time, "stream")));
        row.time(Series.RECORDED).ifPresent(time -> lines.add(layer(row, time, "graph")));
        if (row.times().isEmpty()) {
          lines.add(notRun(layer(row), row));
        }
      }
    }
    return lines;
  }

  /**
   * The lines of networks as a whole: for each two measurements, recorded and layer by layer, or
   * why there is none.
   */
  static List<JsonObject> passes(RunResults results) {
    List<JsonObject> lines = new ArrayList<>();
    for (CaseRow row : results.rows()) {
      if (row.key().fuse() == Fuse.NETWORK) {
        row.time(Series.HOT)
            .ifPresent(time -> lines.add(measured(forward(row, OWN), time, "graph")));
        row.time(Series.LAYER_BY_LAYER)
            .ifPresent(
                time -> lines.add(measured(forward(row, OWN + " layer by layer"), time, "stream")));
        if (row.times().isEmpty()) {
          lines.add(notRun(forward(row, OWN), row));
        }
      }
    }
    return lines;
  }

  private static JsonObject layer(CaseRow row) {
    JsonObject line = of(row, OWN);
    line.addProperty("shape", row.key().shape());
    line.addProperty("batch", LayerShape.parse(row.key().shape()).input().n());
    line.addProperty("layer", row.uses().isEmpty() ? "" : row.uses().getFirst().layer());
    return line;
  }

  private static JsonObject layer(CaseRow row, Measurement time, String launch) {
    JsonObject line = measured(layer(row), time, launch);
    line.addProperty("complete", true);
    if (row.plan() != null && launch.equals("stream")) {
      JsonObject plan = new JsonObject();
      plan.addProperty("chosen", row.plan().chosen());
      plan.addProperty("reason", row.plan().reason());
      line.add("plan", plan);
    }
    return line;
  }

  private static JsonObject forward(CaseRow row, String peer) {
    JsonObject line = of(row, peer);
    Use use = row.uses().getFirst();
    line.addProperty("forward", use.network());
    line.addProperty("batch", use.batch());
    row.facts().forEach(line::addProperty);
    return line;
  }

  private static JsonObject of(CaseRow row, String peer) {
    JsonObject line = new JsonObject();
    line.addProperty("peer", peer);
    line.addProperty("dtype", row.key().dtype());
    line.addProperty("layout", row.key().layout());
    return line;
  }

  private static JsonObject measured(JsonObject line, Measurement time, String launch) {
    Statistics statistics = time.statistics();
    line.addProperty("kind", "measurement");
    line.addProperty("cache", "hot");
    line.addProperty("launch", launch);
    line.addProperty("median", statistics.median());
    line.addProperty("min", statistics.min());
    line.addProperty("max", statistics.max());
    line.addProperty("relative_iqr", statistics.relativeIqr());
    line.addProperty("samples", statistics.count());
    line.addProperty("runs_per_sample", time.runs());
    return line;
  }

  private static JsonObject notRun(JsonObject line, CaseRow row) {
    line.addProperty("kind", "not_run");
    line.addProperty("reason", row.outcome().reason());
    return line;
  }
}
