package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.compare.Rows;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private Path directory;
  private Path page = Path.of("");

  @BeforeEach
  void name() {
    page = directory.resolve("report.html");
  }

  private Path file(String name, String device, double seconds) throws Exception {
    RunInfo run = Rows.run("cpu", device, Map.of("threads", "2"), Rows.SETTINGS);
    Map<Series, Measurement> times = Map.of(Series.HOT, Rows.around(seconds, 20));
    Path file = directory.resolve(name + ".jsonl");
    try (ResultsFile results = ResultsFile.create(file)) {
      results.add(run);
      results.add(Rows.row(0, Rows.key(0), List.of(), times));
    }
    return file;
  }

  @Test
  void everyKindOfReportIsMadeOfAResultsFile() throws Exception {
    Path csv = directory.resolve("report.csv");
    Path markdown = directory.resolve("report.md");
    String outputs = "html=" + page + ",csv=" + csv + ",md=" + markdown;
    Cli.run("report", file("a", "a device", 1), "-o", outputs).ok();
    assertTrue(Files.readString(csv).contains(Rows.key(0).shape()), "no case in the CSV file");
    for (Path report : List.of(page, markdown)) {
      assertTrue(Files.readString(report).contains("a device"), report::toString);
    }
    assertFalse(Files.readString(page).contains("\"comparison\":"), "compared with nothing");
  }

  @Test
  void thePageShowsTheBaseline() throws Exception {
    Path old = file("old", "a device", 1);
    Path now = file("now", "a device", 2);
    Cli.run("report", now, "-o", "html=" + page, "--baseline", old).ok();
    assertTrue(Files.readString(page).contains("\"verdict\":\"SLOW\""), "no verdict");
  }

  @Test
  void whatCannotBeComparedIsRefusedUnlessForced() throws Exception {
    Path old = file("old", "another device", 1);
    Path now = file("now", "a device", 1);
    Cli.run("report", now, "-o", "html=" + page, "--baseline", old)
        .failed(ExitCode.INCOMPARABLE, "another device");
    assertFalse(Files.exists(page), "a page was made");
    Cli.run("report", now, "-o", "html=" + page, "--baseline", old, "--force").ok();
    assertTrue(Files.readString(page).contains("\"forced\":[\"device is"), "nothing said");
  }

  @Test
  void theResultsFileIsNeverOverwritten() throws Exception {
    Path results = file("a", "a device", 1);
    byte[] before = Files.readAllBytes(results);
    Cli.run("report", results, "-o", "html=" + results).failed(2, "the results file");
    Cli.run("report", results, "-o", "json=" + page).failed(2, "json=", "expected html, md or csv");
    assertArrayEquals(before, Files.readAllBytes(results));
  }

  @Test
  void aFileThatHoldsNoResultsIsBadInput() throws Exception {
    Path results = directory.resolve("results.jsonl");
    Files.writeString(results, "no results\n");
    Cli.run("report", results, "-o", "html=" + page).failed(8, "results.jsonl");
    Cli.run("report", directory.resolve("none"), "-o", "html=" + page).failed(8, "no such file");
    assertFalse(Files.exists(page), "a page was made of no results");
  }

  @Test
  void wrongUsageIsRefused() throws Exception {
    Path results = file("a", "a device", 1);
    Cli.run("report", results).failed(2, "--output");
    Cli.run("report", results, "-o", "htm=" + page).failed(2, "did you mean html?");
    Cli.run("report", results, "-o", "html=" + page, "--force").failed(2, "--baseline");
  }
}
