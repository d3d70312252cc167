package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Tuning;
import dev.pointwise.results.Machine;
import dev.pointwise.results.Measurement;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final LayerShape SHAPE = LayerShape.parse("n1c4h2w2k4+bias");

  private static Report report() {
    LayerCase layerCase = new LayerCase(SHAPE, Precision.F16, Layout.NHWC);
    Verification passed = new Verification(layerCase, List.of(), null, null);
    Measurement measurement = Measurement.of(List.of(1e-3, 2e-3, 9e-3), 7, "stable");
    Measurement recorded = Measurement.of(List.of(5e-4, 1e-3, 4e-3), 14, "stable");
    Suite suite =
        new Suite(
            "s, \"quoted\"",
            List.of(new SuiteLayer("a", 3, SHAPE, "t"), new SuiteLayer("b", 2, SHAPE, "")));
    Network network = new Network(suite, OptionalInt.of(1), Precision.F16, Layout.NHWC);
    return new Report(
        new Provenance(
            "1.2",
            Instant.EPOCH,
            List.of("pointwise", "bench", "-n", "1"),
            new BackendInfo("cuda", "H200", details()),
            new Replay("cuda", List.of(0), Tuning.OFF, 5),
            new Machine("a CPU", 2, "an OS", "a JDK")),
        List.of(
            new NetworkResult(
                network,
                List.of(
                    new CaseResult(
                        passed,
                        new LayerTimes(measurement, recorded, PlanExplanation.only("a call")),
                        null),
                    new CaseResult(passed, null, "out of memory")))));
  }

  private static Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("threads", "2");
    details.put("core", "Haswell (OPENBLAS_CORETYPE=Haswell)");
    details.put("cublas", "12.6 /usr/lib");
    details.put("flags", "x".repeat(50));
    details.put("libcublas", "/usr/lib/libcublas.so.12");
    details.put("libother", "C:\\other.dll");
    details.put("more", "y".repeat(200));
    return details;
  }

  @Test
  void textSaysOnWhatAndHowItWasMeasured() {
    StringWriter text = new StringWriter();
    new TextReport(new PrintWriter(text)).print(report());
    String head =
        """
        backend cuda
        device  H200
        with    threads 2; core Haswell (OPENBLAS_CORETYPE=Haswell); cublas 12.6 /usr/lib;
                flags %s;
                more %s…%s
        machine a CPU, 2 processors; an OS; a JDK
        times   hot: every run uses the same tensors, so GB/s may exceed what memory delivers
        """
            .formatted("x".repeat(50), "y".repeat(40), "y".repeat(45));
    assertEquals(head, text.toString().substring(0, head.length()));
    assertTrue(text.toString().lines().allMatch(line -> line.length() <= 100), text.toString());
  }

  @Test
  void jsonSaysWhereItsNumbersComeFrom() {
    JsonObject json = JsonParser.parseString(JsonReport.text(report())).getAsJsonObject();
    assertEquals(1, json.get("schema").getAsInt());
    assertEquals("H200", json.get("device").getAsString());
    assertTrue(json.get("times").getAsString().startsWith("hot: every run uses the same tensors"));
    assertTrue(json.get("measures_speed").getAsBoolean());
    assertEquals(4, json.getAsJsonArray("command").size());
    assertEquals("12.6 /usr/lib", json.getAsJsonObject("libraries").get("cublas").getAsString());
    assertEquals("a JDK", json.getAsJsonObject("machine").get("jdk").getAsString());
  }

  @Test
  void severalDevicesAreListedWhereOneIsNamed() {
    JsonObject one = JsonParser.parseString(JsonReport.text(report())).getAsJsonObject();
    assertEquals(0, one.get("device_index").getAsInt());
    assertEquals("[0]", one.get("device_indices").toString());
    Report report = report();
    Provenance from = report.provenance();
    Replay replay = new Replay("cuda", List.of(3, 1), Tuning.OFF, 5);
    Provenance several =
        new Provenance(
            from.version(), from.started(), from.command(), from.backend(), replay, from.machine());
    JsonObject json =
        JsonParser.parseString(JsonReport.text(new Report(several, report.networks())))
            .getAsJsonObject();
    assertFalse(json.has("device_index"));
    assertEquals("[3,1]", json.get("device_indices").toString());
    assertTrue(json.toString().contains(" --backend cuda --device 3,1 --seed 5"), json::toString);
  }

  @Test
  void jsonHoldsEverySampleAndReplay() {
    JsonObject network =
        JsonParser.parseString(JsonReport.text(report()))
            .getAsJsonObject()
            .getAsJsonArray("networks")
            .get(0)
            .getAsJsonObject();
    assertFalse(network.has("forward_seconds"));
    JsonObject measured = network.getAsJsonArray("rows").get(0).getAsJsonObject();
    assertEquals(3, measured.getAsJsonArray("samples").size());
    assertEquals("a call", measured.getAsJsonObject("plan").get("chosen").getAsString());
    assertEquals(2e-3, measured.get("median").getAsDouble());
    JsonObject recorded = measured.getAsJsonObject("recorded");
    assertEquals(1e-3, recorded.get("median").getAsDouble());
    assertEquals(14, recorded.get("runs_per_sample").getAsInt());
    assertEquals(
        "pointwise bench --shape n1c4h2w2k4+bias --dtype f16 --layout nhwc --backend cuda --seed 5",
        measured.get("replay").getAsString());
    JsonObject refused = network.getAsJsonArray("rows").get(1).getAsJsonObject();
    assertFalse(refused.has("median"));
    assertEquals("out of memory", refused.get("error").getAsString());
  }

  @Test
  void csvHasALineForEachRow() {
    List<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(CsvReport.text(report())).stream().toList();
    assertEquals(2, rows.size());
    assertEquals("s, \"quoted\"", rows.get(0).getField("network"));
    assertEquals("0.002", rows.get(0).getField("median"));
    assertEquals("3", rows.get(0).getField("samples"));
    assertEquals("7", rows.get(0).getField("runs_per_sample"));
    assertEquals("", rows.get(1).getField("median"));
    assertTrue(rows.get(1).getField("replay").startsWith("pointwise bench --shape"));
  }
}
