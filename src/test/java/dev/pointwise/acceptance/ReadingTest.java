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
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.testing.OracleBackend;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
  void turnsTheLibrarysReportIntoThePeersWords() {
    String report =
        """
        {"networks": [{"name": "x", "batch": 8, "dtype": "f16", "layout": "nhwc", "rows": [
          {"layer": "a", "shape": "n8c8h7w7k8", "verified": true, "median": 2e-6, "samples": [2e-6],
           "recorded": {"median": 1e-6, "runs_per_sample": 9}},
          {"layer": "b", "shape": "n8c8h7w7k9", "verified": false}]}]}
        """;
    List<JsonObject> lines = LibraryReport.figures(report);
    assertEquals("measurement", JsonLines.text(lines.get(0), "kind"));
    assertEquals("f16", JsonLines.text(lines.get(0), "dtype"));
    assertEquals("stream", JsonLines.text(lines.get(0), "launch"));
    assertEquals(2e-6, JsonLines.number(lines.get(0), "median"));
    assertEquals("graph", JsonLines.text(lines.get(1), "launch"));
    assertEquals(1e-6, JsonLines.number(lines.get(1), "median"));
    assertEquals("n8c8h7w7k8", JsonLines.text(lines.get(1), "shape"));
    assertEquals("not_run", JsonLines.text(lines.get(2), "kind"));
    assertEquals("a result was wrong", JsonLines.text(lines.get(2), "reason"));
    assertEquals(List.of(), LibraryReport.figures("{\"networks\": [{"));
  }

  @Test
  void readsAForwardPassAsAWholeAndLayerByLayer() {
    String report =
        """
        {"passes": [
          {"name": "googlenet", "batch": 1, "dtype": "f16", "layout": "nhwc", "calls": 28,
           "network": {"median": 1e-6}, "layer_by_layer": {"median": 3e-6}},
          {"name": "resnet50", "batch": 1, "dtype": "f16", "layout": "nhwc", "error": "no memory"}]}
        """;
    List<JsonObject> lines = LibraryReport.passes(report);
    JsonArray all = new JsonArray();
    lines.forEach(all::add);
    assertEquals(OptionalDouble.of(1e-6), new Forward(all, "googlenet").own());
    assertEquals("pointwise layer by layer", JsonLines.text(lines.get(1), "peer"));
    assertEquals("not_run", JsonLines.text(lines.get(2), "kind"));
    assertEquals("no memory", JsonLines.text(lines.get(2), "reason"));
    assertEquals(OptionalDouble.empty(), new Forward(all, "resnet50").own());
    assertEquals(List.of(), LibraryReport.passes("{"));
  }
}
