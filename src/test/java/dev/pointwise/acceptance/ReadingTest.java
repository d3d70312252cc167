package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pointwise.backend.Backend;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.bench.Suites;
import dev.pointwise.bench.Verifier;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Cost;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.SampleResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Use;
import dev.pointwise.results.Work;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.testing.OracleBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the acceptance reads of the programs it runs, and what it hands to them. */
class ReadingTest {
  @Test
  void readsTheLinesOfVerifyAsTheyArePrinted() {
    LayerCase layer =
        new LayerCase(LayerShape.parse("n1c5h3w3k4+bias+relu"), Precision.F16, Layout.NHWC);
    try (Backend backend = new OracleBackend()) {
      String line = new Verifier(backend, 1).verify(layer).toString();
      VerifyLog log =
          VerifyLog.of(
              List.of(
                  line,
                  line.replaceFirst("^ok    ", "FAILED"),
                  "ERROR  n1c5h3w3k4 f32 nchw: out of memory",
                  "n/a    n1c5h3w3k4 f8 nhwc: not supported here: too old",
                  "replay: pointwise verify",
                  "1 of 3 cases passed on cuda (a GPU)",
                  line.substring(0, 12)));
      assertEquals(1, log.passed());
      assertEquals(3, log.done());
      assertEquals(1, log.unsupported());
      assertEquals(2, log.json().getAsJsonArray("failures").size());
      assertTrue(log.json().getAsJsonObject("worst_error_of_bound").has("f16"), line);
    }
  }

  @Test
  void countsTheCasesOfAPartAsTheCommandDoes() {
    // Four types and two layouts; what is there twice is verified once.
    VerifyStep.Part part = VerifyStep.Part.plain(List.of("resnet50", "resnet50"), 8);
    long distinct = Suites.get("resnet50").distinct();
    assertEquals(8 * distinct, part.cases());
    assertTrue(part.arguments().containsAll(List.of("f32,tf32,f16,bf16", "nchw,nhwc")));
    VerifyStep.Part quantized = VerifyStep.Part.quantized(List.of("resnet50"), 1);
    assertEquals(2 * distinct, quantized.cases());
    assertTrue(quantized.arguments().containsAll(List.of("f8,i8", "nhwc")));
  }

  @Test
  void passesOverLinesThatAreCutOff() {
    List<JsonObject> lines =
        JsonLines.of(Stream.of("{\"kind\":\"a\"}", "a warning", "{\"kind\":\"b\"}", "{\"kind\":"));
    assertEquals(2, lines.size());
  }

  @Test
  void writesJsonThatReadsAsItWas() {
    JsonObject all = new JsonObject();
    JsonArray lines = new JsonArray();
    JsonObject line = new JsonObject();
    line.addProperty("text", "},{ \"quoted\"\n");
    line.add("numbers", JsonParser.parseString("[1.5, null, 1e-9]"));
    lines.add(line);
    lines.add(new JsonObject());
    all.add("lines", lines);
    assertEquals(all, JsonParser.parseString(JsonText.of(all)));
  }

  @Test
  void turnsTheLibrarysResultsIntoThePeersWords() {
    RunResults results =
        new RunResults(
            List.of(SampleResults.run()),
            List.of(
                row(
                    Fuse.EPILOGUE,
                    "n8c8h7w7k8",
                    measured(),
                    Map.of(
                        Series.COLD,
                        time(5e-6),
                        Series.HOT,
                        time(2e-6),
                        Series.RECORDED,
                        time(1e-6))),
                row(Fuse.EPILOGUE, "n8c8h7w7k9", wrong(), Map.of())));
    List<JsonObject> lines = LibraryReport.figures(results);
    assertEquals(3, lines.size());
    assertEquals("measurement", JsonLines.text(lines.get(0), "kind"));
    assertEquals("f16", JsonLines.text(lines.get(0), "dtype"));
    assertEquals("8", JsonLines.text(lines.get(0), "batch"));
    assertEquals("hot", JsonLines.text(lines.get(0), "cache"));
    assertEquals("stream", JsonLines.text(lines.get(0), "launch"));
    assertEquals(2e-6, JsonLines.number(lines.get(0), "median"));
    assertEquals("graph", JsonLines.text(lines.get(1), "launch"));
    assertEquals(1e-6, JsonLines.number(lines.get(1), "median"));
    assertEquals("n8c8h7w7k8", JsonLines.text(lines.get(1), "shape"));
    assertEquals("not_run", JsonLines.text(lines.get(2), "kind"));
    assertEquals("a result was wrong", JsonLines.text(lines.get(2), "reason"));
  }

  @Test
  void readsAForwardPassAsAWholeAndLayerByLayer() {
    RunResults results =
        new RunResults(
            List.of(SampleResults.run()),
            List.of(
                row(
                    Fuse.NETWORK,
                    "googlenet",
                    measured(),
                    Map.of(Series.HOT, time(1e-6), Series.LAYER_BY_LAYER, time(3e-6))),
                row(Fuse.NETWORK, "resnet50", wrong(), Map.of())));
    List<JsonObject> lines = LibraryReport.passes(results);
    JsonArray all = new JsonArray();
    lines.forEach(all::add);
    assertEquals(OptionalDouble.of(1e-6), new Forward(all, "googlenet").own());
    assertEquals("pointwise layer by layer", JsonLines.text(lines.get(1), "peer"));
    assertEquals(3e-6, JsonLines.number(lines.get(1), "median"));
    assertEquals("28", JsonLines.text(lines.get(1), "calls"));
    assertEquals("not_run", JsonLines.text(lines.get(2), "kind"));
    assertEquals(OptionalDouble.empty(), new Forward(all, "resnet50").own());
    assertEquals(List.of(), LibraryReport.figures(results));
  }

  @Test
  void readsWhatATurnThatWasStoppedLeft(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("r.jsonl");
    assertEquals(List.of(), LibraryReport.read(file).rows());
    Files.createFile(file);
    assertEquals(List.of(), LibraryReport.read(file).rows());
    try (ResultsFile results = ResultsFile.create(file)) {
      results.add(SampleResults.run());
      results.add(row(Fuse.EPILOGUE, "n8c8h7w7k8", measured(), Map.of(Series.HOT, time(2e-6))));
    }
    Files.writeString(file, "{\"record\":\"case\",", StandardOpenOption.APPEND);
    assertEquals(1, LibraryReport.figures(LibraryReport.read(file)).size());
  }

  private static CaseRow row(
      Fuse fuse, String shape, Outcome outcome, Map<Series, Measurement> times) {
    return new CaseRow(
        0,
        new CaseKey(fuse, shape, "f16", "nhwc"),
        List.of(new Use(shape, 1, fuse, "a", 1, 0, 1)),
        new Work(1, 1, 1),
        outcome,
        null,
        times,
        Map.of("calls", 28L),
        new Cost(0, 0, 0),
        List.of());
  }

  private static Measurement time(double seconds) {
    return Measurement.of(List.of(seconds), 9, "enough");
  }

  private static Outcome measured() {
    return new Outcome(Outcome.Status.MEASURED, null, List.of());
  }

  private static Outcome wrong() {
    return new Outcome(Outcome.Status.MISMATCH, "a result was wrong", List.of());
  }
}
