package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Tuning;
import dev.pointwise.results.Machine;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Statistics;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.testing.FaultyBackend;
import dev.pointwise.testing.OracleBackend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LayerBenchmarkTest {
  private static final Suite SUITE =
      new Suite(
          "small",
          List.of(
              layer("first", 3, "c4h2w2k4+bias+relu"),
              layer("wrong", 1, "c4h2w2k" + FaultyBackend.WRONG),
              layer("too large", 1, "c4h2w2k" + FaultyBackend.TOO_LARGE),
              layer("same as the first", 2, "c4h2w2k4+bias+relu")));

  private static SuiteLayer layer(String name, int repeat, String shape) {
    return new SuiteLayer(name, repeat, LayerShape.parse(shape), "");
  }

  private static final class Seen implements Progress {
    private final List<Object> begun = new ArrayList<>();
    private int ended;

    @Override
    public void begin(Object work) {
      begun.add(work);
    }

    @Override
    public void end() {
      ended++;
    }
  }

  private static NetworkResult run(Suite suite, boolean faulty, Progress progress) {
    Measurer quick = new Measurer(0, 1e-6, new StoppingRule.Enough(5), System::nanoTime);
    Backend backend =
        faulty ? new FaultyBackend("test", "a device") : new OracleBackend("test", "a device");
    Network network = new Network(suite, OptionalInt.of(2), Precision.F32, Layout.NCHW);
    return new LayerBenchmark(backend, 1, quick, true).run(List.of(network), progress).getFirst();
  }

  private static Report report(NetworkResult result, String device) {
    Provenance provenance =
        new Provenance(
            "0",
            Instant.EPOCH,
            List.of("pointwise", "bench"),
            new BackendInfo("test", device, Map.of()),
            new Replay("test", List.of(2), Tuning.OFF, 1),
            new Machine("a CPU", 2, "an OS", "a JDK"));
    return new Report(provenance, List.of(result));
  }

  private static String text(Report report) {
    StringWriter text = new StringWriter();
    new TextReport(new PrintWriter(text)).print(report);
    return text.toString();
  }

  @Test
  void measuresEqualCasesOnceAndNeverAFailingOne() {
    Seen seen = new Seen();
    NetworkResult result = run(SUITE, true, seen);
    assertEquals(3, seen.begun.size());
    assertEquals(3, seen.ended);
    assertSame(result.rows().get(0), result.rows().get(3));
    assertNotNull(result.rows().get(0).measurement());
    assertNotNull(Objects.requireNonNull(result.rows().get(0).times()).recorded());
    assertNull(result.rows().get(1).measurement());
    assertEquals("FAILED", result.rows().get(1).verdict());
    assertNull(result.rows().get(2).measurement());
    assertEquals("ERROR", result.rows().get(2).verdict());
    assertTrue(result.forwardSeconds().isEmpty());
    assertEquals(2, report(result, "a device").failures().size());
  }

  @Test
  void weighsAForwardPassByRepeats() {
    LayerCase layerCase = new LayerCase(LayerShape.parse("c4h2w2k4"), Precision.F32, Layout.NCHW);
    CaseResult row =
        new CaseResult(
            new Verification(layerCase, List.of(), null, null),
            new LayerTimes(
                Measurement.of(List.of(1e-3, 2e-3, 9e-3), 1, "stable"),
                null,
                PlanExplanation.only("a call")),
            null);
    Suite suite = new Suite("s", List.of(layer("a", 3, "c4h2w2k4"), layer("b", 2, "c4h2w2k4")));
    Network network = new Network(suite, OptionalInt.of(1), Precision.F32, Layout.NCHW);
    NetworkResult result = new NetworkResult(network, List.of(row, row));
    assertEquals(10e-3, result.forwardSeconds().orElseThrow(), 1e-12);
    assertEquals(5 * 2 * 64, result.flops());
    Statistics time = Statistics.of(2e-3);
    assertEquals(128 / 2e-3 * 1e-9, row.gflops(time), 1e-12);
    assertEquals(4 * (16 + 16 + 16) / 2e-3 * 1e-9, row.gigabytesPerSecond(time), 1e-12);
  }

  @Test
  void theTableFitsAndNamesFailuresWithTheirReplay() {
    String text = text(report(run(SUITE, true, Progress.NONE), "a device"));
    assertTrue(
        text.lines()
            .filter(line -> !line.startsWith("FAILED") && !line.startsWith("replay"))
            .allMatch(line -> line.length() <= 100),
        text);
    assertTrue(
        text.contains(
            "replay: pointwise verify --shape n2c4h2w2k7 --dtype f32 --layout nchw"
                + " --backend test --device 2 --seed 1"),
        text);
    assertTrue(text.contains("device  a device"), text);
    assertFalse(text.contains("no measurement of speed"), text);
  }

  @Test
  void longNamesKeepTheTableNarrow() {
    String shape = "c4h2w2k4+bias+add+clip:-3.4028235E38:3.4028235E38";
    Suite suite = new Suite("s".repeat(50), List.of(layer("l".repeat(90), 1000, shape)));
    String text = text(report(run(suite, false, Progress.NONE), "d"));
    assertTrue(text.lines().skip(4).allMatch(line -> line.length() <= 100), text);
  }

  @Test
  void aStandInsTimesAreCalledNoMeasurementEverywhere() {
    NetworkResult result = run(new Suite("s", SUITE.layers().subList(0, 1)), false, Progress.NONE);
    Report report = report(result, "CPU stand-in");
    assertTrue(text(report).contains("no measurement of speed"));
    assertTrue(JsonReport.text(report).contains("\"measures_speed\": false"));
    assertTrue(JsonReport.text(report).contains("no measurement of speed"));
    assertTrue(CsvReport.text(report).contains(",CPU stand-in,false,"));
  }
}
