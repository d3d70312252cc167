package dev.pointwise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.Fill;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Timing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
  private static String text() {
    RunInfo run = Rows.run("CPU stand-in", Timing.DEVICE, Fill.UNIFORM, true);
    return MarkdownReport.text(
        new RunResults(
            List.of(run),
            List.of(
                Rows.measured(
                    "a|b_1", 0, 3, Map.of(Series.COLD, Rows.time(400), Series.HOT, Rows.time(200))),
                Rows.failed(Outcome.Status.MISMATCH, "wrong", 1, 3))));
  }

  @Test
  void beginsWithTheCommandAndWhereTheNumbersComeFrom() {
    String text = text();
    assertTrue(text.startsWith("```sh\npointwise bench --suite 'two words'\n```\n"), text);
    assertTrue(text.contains("- device: CPU stand-in\n"), text);
    assertTrue(text.contains("library /usr/lib/lib.so"), text);
    assertTrue(text.contains("**" + RunInfo.STAND_IN_WARNING + "**"), text);
  }

  @Test
  void tablesHaveAsManyCellsInEveryRow() {
    List<String> table = text().lines().filter(line -> line.startsWith("| ")).toList();
    assertEquals(
        "| layer | shape | cold | IQR | roof | hot | IQR | roof | bound | GFLOP/s |",
        table.getFirst());
    assertEquals("| --- | --- | --: | --: | --: | --: | --: | --: | --- | --: |", table.get(1));
    assertEquals(
        "| a\\|b\\_1 | c64h8w8k64+bias+relu | 400 µs | 5.0% | 25% | 200 µs | 5.0% | 50% | mem"
            + " | 5.00 |",
        table.get(2));
    for (String row : table.subList(0, 4)) {
      assertEquals(11, row.replace("\\|", "").chars().filter(c -> c == '|').count(), row);
    }
  }

  @Test
  void saysWhatFailedAndHowToSeeItAgain() {
    String text = text();
    assertTrue(text.contains("| layer1 | c64h8w8k64+bias+relu | FAILED: wrong |"), text);
    assertTrue(text.contains("no total: 1 FAILED, 1 of 3 not done"), text);
    assertTrue(
        text.contains("**FAILED** n1c64h8w8k64+bias+relu f32 nchw: wrong; exact 3 of"), text);
    assertTrue(text.contains("```sh\npointwise bench --shape " + Rows.SHAPE), text);
  }
}
