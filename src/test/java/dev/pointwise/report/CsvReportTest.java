package dev.pointwise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvReportTest {
  private static List<NamedCsvRecord> lines(RunInfo run, CaseRow... rows) {
    String text = CsvReport.text(new RunResults(List.of(run), List.of(rows)));
    return CsvReader.builder().ofNamedCsvRecord(text).stream().toList();
  }

  @Test
  void everySeriesIsALineAndSoIsACaseWithoutOne() {
    List<NamedCsvRecord> lines =
        lines(
            Rows.run(),
            Rows.measured(
                "a, \"b\"",
                0,
                2,
                Map.of(Series.COLD, Rows.disturbed(400), Series.HOT, Rows.time(50))),
            Rows.failed(Outcome.Status.ERROR, "out of\nmemory", 1, 2));
    assertEquals(3, lines.size());
    NamedCsvRecord cold = lines.get(0);
    assertEquals("cold", cold.getField("series"));
    assertEquals(400e-6, Double.parseDouble(cold.getField("median")), 1e-9);
    assertEquals("5", cold.getField("discarded"));
    assertEquals("interrupted 5", cold.getField("discarded_for"));
    assertEquals("true", cold.getField("disturbed"));
    assertEquals("25.0", cold.getField("roofline_percent").substring(0, 4));
    assertEquals("net a, \"b\" x1", cold.getField("uses"));
    NamedCsvRecord hot = lines.get(1);
    assertEquals("1", hot.getField("row"));
    assertEquals("hot", hot.getField("series"));
    assertEquals("true", hot.getField("impossible"));
    assertEquals("memory", hot.getField("bound"));
    assertEquals(2e10, Double.parseDouble(hot.getField("flops_per_second")), 1);
    assertEquals("abc1234", hot.getField("commit"));
    NamedCsvRecord failed = lines.get(2);
    assertEquals("2", failed.getField("row"));
    assertEquals("error", failed.getField("status"));
    assertEquals("out of\nmemory", failed.getField("reason"));
    assertEquals("", failed.getField("series"));
    assertEquals("", failed.getField("median"));
    assertTrue(failed.getField("replay").startsWith("pointwise bench --shape"));
  }

  @Test
  void timesFromHostToHostAreSplit() {
    RunInfo run = Rows.run("CPU stand-in", Timing.E2E, Fill.ZEROS, true);
    NamedCsvRecord line =
        lines(run, Rows.measured("a", 0, 1, Map.of(Series.HOT, Rows.phases(1, 2, 3)))).getFirst();
    assertEquals("1.0", line.getField("to_device"));
    assertEquals("3.0", line.getField("to_host"));
    assertEquals("", line.getField("roofline_percent"));
    assertEquals("false", line.getField("measures_speed"));
    assertEquals("zeros", line.getField("fill"));
  }

  @Test
  void everyColumnIsDocumented() throws IOException {
    String manual = Files.readString(Path.of("docs/BENCHMARKING.md"));
    for (String title : CsvColumn.titles()) {
      assertTrue(manual.contains("`" + title + "`"), title);
    }
  }
}
