package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.spec.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private static final List<LayerCase> CASES =
      Sweep.of(Options.parse(List.of("--out", "out"), Map.of(), Path.of(""))).chunks(1000).stream()
          .flatMap(chunk -> chunk.shapes().stream().map(chunk.setting()::of))
          .toList();

  private final JsonObject root = new JsonObject();
  private final JsonArray steps = new JsonArray();

  private TargetsTest gpu(boolean is) {
    root.addProperty("measures_speed", is);
    root.add("steps", steps);
    return this;
  }

  private JsonObject step(String name) {
    JsonObject step = new JsonObject();
    step.addProperty("name", name);
    step.addProperty("state", "passed");
    step.addProperty("reason", "");
    JsonObject detail = new JsonObject();
    step.add("detail", detail);
    steps.add(step);
    return detail;
  }

  /** Every case with every peer, all as fast as the roofline allows but for that factor. */
  private void benchmark(int cases, double slowness, double peers) {
    JsonArray ceilings = new JsonArray();
    ceilings.add(line("ceiling", "copy", "value", Roofline.H200.bytesPerSecond()));
    ceilings.add(line("ceiling", "launch", "value", Roofline.H200.launchSeconds()));
    for (String dtype : List.of("f16", "bf16")) {
      JsonObject gemm = line("ceiling", "gemm", "value", 989.4e12);
      gemm.addProperty("dtype", dtype);
      ceilings.add(gemm);
    }
    step(Plan.CEILINGS).add("lines", ceilings);
    JsonArray lines = new JsonArray();
    for (LayerCase layer : CASES.subList(0, cases)) {
      double own = slowness * Roofline.H200.seconds(layer);
      lines.add(figure(layer, "pointwise", own));
      if (layer.precision() == Precision.F16) {
        JsonObject fp8 = figure(layer, "pointwise", own / (peers + 0.5));
        fp8.addProperty("dtype", "f8");
        lines.add(fp8);
      }
      for (String peer : List.of("conv2d", "cudnn_fused", "compile", "cublasLtMatmul")) {
        lines.add(figure(layer, peer, peers * own));
      }
    }
    step(Plan.BENCHMARK).add("lines", lines);
  }

  private static JsonObject figure(LayerCase layer, String peer, double seconds) {
    JsonObject figure = line("peer", peer, "median", seconds);
    figure.addProperty("kind", "measurement");
    figure.addProperty("shape", layer.shape().toString());
    figure.addProperty("dtype", layer.precision().name().toLowerCase(Locale.ROOT));
    figure.addProperty("layout", layer.layout().name().toLowerCase(Locale.ROOT));
    figure.addProperty("cache", "hot");
    figure.addProperty("launch", "stream");
    figure.addProperty("complete", true);
    return figure;
  }

  private static JsonObject line(String name, String text, String of, double value) {
    JsonObject line = new JsonObject();
    line.addProperty(name, text);
    line.addProperty(of, value);
    return line;
  }

  private void forward(double own, double compiled) {
    JsonArray lines = new JsonArray();
    for (Map.Entry<String, Double> each :
        Map.of("pointwise", own, "reduce_overhead", compiled, "conv2d", 1e-9).entrySet()) {
      JsonObject line = line("peer", each.getKey(), "median", each.getValue());
      line.addProperty("kind", "measurement");
      line.addProperty("forward", "googlenet");
      line.addProperty("cache", "hot");
      lines.add(line);
    }
    step(Plan.NETWORK).add("lines", lines);
  }

  private void startup(double open, double prepare) {
    JsonObject detail = step(Plan.STARTUP);
    detail.addProperty("open_seconds", open);
    detail.addProperty("prepare_most_seconds", prepare);
    detail.addProperty("prepare_median_seconds", prepare);
  }

  private List<String> verdicts() {
    List<String> verdicts = new ArrayList<>();
    new Targets(new ResultsReader(root))
        .all()
        .forEach(target -> verdicts.add(target.verdict().replaceFirst(":.*", "")));
    return verdicts;
  }

  @Test
  void sayMetOnlyOfAll() {
    gpu(true).benchmark(CASES.size(), 1.05, 1.2);
    forward(10e-6, 20e-6);
    startup(1.5, 0.005);
    assertEquals(
        List.of(
            "met", "met", "met", "met", "met", "met", "not measured", "not measured", "met", "met"),
        verdicts());
  }

  @Test
  void sayMissed() {
    gpu(true).benchmark(CASES.size(), 1.3, 0.96);
    forward(10e-6, 19e-6);
    startup(1.6, 0.006);
    assertEquals(
        List.of(
            "missed",
            "missed",
            "missed",
            "missed",
            "missed",
            "missed",
            "not measured",
            "not measured",
            "missed",
            "missed"),
        verdicts());
  }

  @Test
  void ofAPartSayThatItIsOne() {
    gpu(true).benchmark(400, 1.05, 1.2);
    assertEquals(
        List.of("met so far", "met so far", "met so far", "met so far"), verdicts().subList(0, 4));
    String table = String.join("\n", new Targets(new ResultsReader(root)).table());
    assertTrue(table.contains("1.200 of 400 of 1424 cases; with every peer 1.20× (400)"), table);
  }

  @Test
  void leaveOutWhatIsImpossible() {
    gpu(true).benchmark(CASES.size(), 0.9, 1.2);
    Target memory = new Targets(new ResultsReader(root)).all().get(2);
    assertTrue(memory.verdict().startsWith("not measured"), memory::toString);
  }

  @Test
  void aStandInMeasuresNothing() {
    gpu(false).benchmark(CASES.size(), 1.05, 1.2);
    forward(10e-6, 20e-6);
    startup(0.1, 0.001);
    assertEquals(List.of("not measured"), verdicts().stream().distinct().toList());
    assertEquals(10, verdicts().size());
  }

  @Test
  void sayWhyTheyWereNotMeasured() {
    gpu(true);
    assertTrue(
        new Targets(new ResultsReader(root))
            .all()
            .getFirst()
            .verdict()
            .endsWith("step benchmark was not taken"));
  }
}
