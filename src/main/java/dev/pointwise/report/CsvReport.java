package dev.pointwise.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results as CSV: a line for each series of each case, one without times for a case that was not
 * measured. Times are seconds, rates per second; what is not known is left empty.
 */
public final class CsvReport {
  private final RunResults results;
  private int number;

  private CsvReport(RunResults results) {
    this.results = results;
  }

  /** The text. */
  public static String text(RunResults results) {
    StringWriter text = new StringWriter();
    CsvReport report = new CsvReport(results);
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(CsvColumn.titles());
      for (CaseRow row : results.rows()) {
        report.number++;
        if (row.times().isEmpty()) {
          csv.writeRecord(report.cells(row, null, null));
        }
        for (Map.Entry<Series, Measurement> time : row.times().entrySet()) {
          csv.writeRecord(report.cells(row, time.getKey(), time.getValue()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private List<String> cells(
      CaseRow row, @Nullable Series series, @Nullable Measurement measurement) {
    CsvLine line = new CsvLine(results, number, row, series, measurement);
    List<String> cells = new ArrayList<>();
    for (CsvColumn column : CsvColumn.ALL) {
      cells.add(column.cell(line));
    }
    return cells;
  }
}
