package dev.pointwise.bench;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Statistics;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A report as CSV, a line per row. Times are seconds; what was not measured is left empty. */
public final class CsvReport {
  private static final List<String> HEADER =
      List.of(
          "network",
          "layer",
          "repeat",
          "shape",
          "dtype",
          "layout",
          "backend",
          "device",
          "measures_speed",
          "verified",
          "median",
          "q1",
          "q3",
          "min",
          "max",
          "samples",
          "runs_per_sample",
          "stop",
          "gflops",
          "gbytes_per_second",
          "plan",
          "replay");

  private final Provenance provenance;

  private CsvReport(Provenance provenance) {
    this.provenance = provenance;
  }

  /** The text. */
  public static String text(Report report) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(HEADER);
      for (NetworkResult result : report.networks()) {
        new CsvReport(report.provenance()).rows(csv, result);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void rows(CsvWriter csv, NetworkResult result) {
    for (int i = 0; i < result.rows().size(); i++) {
      csv.writeRecord(row(result.network(), i, result.rows().get(i)));
    }
  }

  private List<String> row(Network network, int index, CaseResult result) {
    SuiteLayer layer = network.suite().layers().get(index);
    List<String> cells = new ArrayList<>();
    cells.add(network.suite().name());
    cells.add(layer.name());
    cells.add(String.valueOf(layer.repeat()));
    cells.add(result.layerCase().shape().toString());
    cells.add(network.precision().name().toLowerCase(Locale.ROOT));
    cells.add(network.layout().name().toLowerCase(Locale.ROOT));
    cells.add(provenance.backend().backend());
    cells.add(provenance.backend().device());
    cells.add(String.valueOf(!provenance.standIn()));
    cells.add(String.valueOf(result.verification().passed()));
    Measurement measurement = result.measurement();
    if (measurement == null) {
      cells.addAll(Collections.nCopies(HEADER.size() - cells.size() - 2, ""));
    } else {
      time(cells, result, measurement);
    }
    cells.add(result.times() == null ? "" : result.times().plan().chosen());
    cells.add(provenance.replay().bench(result.layerCase()));
    return cells;
  }

  private static void time(List<String> cells, CaseResult result, Measurement measurement) {
    Statistics time = measurement.statistics();
    cells.add(String.valueOf(time.median()));
    cells.add(String.valueOf(time.q1()));
    cells.add(String.valueOf(time.q3()));
    cells.add(String.valueOf(time.min()));
    cells.add(String.valueOf(time.max()));
    cells.add(String.valueOf(time.count()));
    cells.add(String.valueOf(measurement.runs()));
    cells.add(measurement.stop());
    cells.add(String.valueOf(result.gflops(time)));
    cells.add(String.valueOf(result.gigabytesPerSecond(time)));
  }
}
