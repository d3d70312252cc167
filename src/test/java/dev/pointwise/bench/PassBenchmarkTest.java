package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.Tuning;
import dev.pointwise.results.Machine;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.testing.FaultyBackend;
import dev.pointwise.testing.OracleBackend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PassBenchmarkTest {
  private static final List<SuiteLayer> ROWS =
      List.of(
          layer("in/1x1", 1, "c6h3w3k4+bias+relu", "in"),
          layer("in/reduce", 1, "c6h3w3k2+bias+relu", "in"),
          layer("strided", 1, "c6h3w3k4s2", "in*"),
          layer("a.se_reduce", 2, "c8h1w1k4+bias+silu", ""),
          layer("a.se_expand", 2, "c4h1w1k8+bias+sigmoid", ""),
          layer("added", 2, "c4h3w3k4+bias+add+relu", ""));

  private static SuiteLayer layer(String name, int repeat, String shape, String siblings) {
    return new SuiteLayer(name, repeat, LayerShape.parse(shape), siblings);
  }

  private static PassResult run(Backend backend, List<SuiteLayer> rows, Precision precision) {
    Measurer quick = new Measurer(0, 1e-6, new StoppingRule.Enough(5), System::nanoTime);
    Network network =
        new Network(new Suite("small", rows), OptionalInt.of(2), precision, Layout.NHWC);
    try (backend) {
      return new PassBenchmark(backend, 1, quick).run(List.of(network), Progress.NONE).getFirst();
    }
  }

  private static PassReport report(PassResult result, String device) {
    Provenance provenance =
        new Provenance(
            "0",
            Instant.EPOCH,
            List.of("pointwise", "bench"),
            new BackendInfo("test", device, Map.of()),
            new Replay("test", List.of(0), Tuning.OFF, 1),
            new Machine("a CPU", 2, "an OS", "a JDK"));
    return new PassReport(provenance, List.of(result));
  }

  private static String text(PassReport report) {
    StringWriter text = new StringWriter();
    new PassTextReport(new PrintWriter(text)).print(report);
    return text.toString();
  }

  @Test
  void measuresBothWaysInEveryPrecision() {
    for (Precision precision :
        List.of(Precision.F32, Precision.TF32, Precision.F16, Precision.BF16)) {
      PassResult result = run(new OracleBackend(), ROWS, precision);
      assertTrue(result.verification().passed(), result.verification().toString());
      assertEquals(7 + 9, result.verification().findings().size());
      assertEquals(9, result.footprint().layers());
      assertEquals(8, result.footprint().steps());
      PassResult.Times times = result.times();
      assertNotNull(times);
      assertEquals(5, times.whole().samples().size());
      assertEquals(5, times.layers().samples().size());
    }
  }

  @Test
  void aNetworkThatIsWrongIsNeverTimed() {
    PassResult result =
        run(
            new FaultyBackend("test", "a device"),
            List.of(ROWS.getFirst(), layer("wrong", 1, "c6h3w3k" + FaultyBackend.WRONG, "")),
            Precision.F32);
    assertNull(result.times());
    assertEquals("FAILED", result.verdict());
    assertEquals(2, result.verification().failures().size());
    String text = text(report(result, "a device"));
    assertTrue(text.contains("FAILED small n2 f32 nhwc: 2 of 4 results, first wrong: exact"), text);
    assertTrue(
        text.contains(
            "replay: pointwise bench --network small -n 2 --dtype f32 --layout nhwc --backend test"),
        text);
  }

  @Test
  void whatTheDeviceRefusesIsAnError() {
    PassResult result =
        run(
            new FaultyBackend("test", "a device"),
            List.of(layer("large", 1, "c6h3w3k" + FaultyBackend.TOO_LARGE, "")),
            Precision.F32);
    assertNull(result.times());
    assertEquals("ERROR", result.verdict());
    assertTrue(text(report(result, "a device")).contains("ERROR  small n2 f32 nhwc: "));
  }

  @Test
  void aWrongBiasIsSeen() {
    Backend spoiled =
        new OracleBackend() {
          @Override
          protected ConvWeights use(ConvSpec spec, ConvWeights weights) {
            float[] bias = weights.bias();
            return bias == null || spec.cOut() != 8 ? weights : weights.bias(new float[8]);
          }
        };
    PassResult result = run(spoiled, ROWS, Precision.F16);
    assertEquals(
        List.of("a.se_expand#1", "a.se_expand#2", "a.se_expand#1", "a.se_expand#2"),
        result.verification().failures().stream().map(LayerFinding::layer).toList());
  }

  @Test
  void reportsSayTheSame() {
    PassReport report = report(run(new OracleBackend(), ROWS, Precision.F32), "CPU stand-in");
    String text = text(report);
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
    assertTrue(text.contains("what lies between them is absent"), text);
    assertTrue(text.contains("no measurement of speed"), text);
    JsonObject json = JsonParser.parseString(PassJsonReport.text(report)).getAsJsonObject();
    assertFalse(json.get("measures_speed").getAsBoolean());
    JsonObject pass = json.getAsJsonArray("passes").get(0).getAsJsonObject();
    assertEquals(9, pass.get("layers").getAsInt());
    assertEquals(8, pass.get("calls").getAsInt());
    assertEquals(5, pass.getAsJsonObject("network").getAsJsonArray("samples").size());
    assertEquals("sample limit", pass.getAsJsonObject("layer_by_layer").get("stop").getAsString());
    List<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(PassCsvReport.text(report)).stream().toList();
    assertEquals(1, rows.size());
    assertEquals(pass.get("ratio").getAsString(), rows.getFirst().getField("ratio"));
    assertEquals("small", rows.getFirst().getField("network"));
  }

  @Test
  void timesOfAFailedNetworkAreRefused() {
    PassResult good = run(new OracleBackend(), ROWS, Precision.F32);
    PassVerification bad = new PassVerification(good.network(), List.of(), "the device refused");
    assertThrows(
        IllegalArgumentException.class,
        () -> new PassResult(bad, 1, good.footprint(), good.times(), null));
  }
}
