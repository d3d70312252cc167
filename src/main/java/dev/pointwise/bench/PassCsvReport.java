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

/**
 * A report of networks as CSV, a line for each. Times are seconds; what was not measured is empty.
 */
public final class PassCsvReport {
  private static final List<String> HEADER =
      List.of(
          "network",
          "batch",
          "dtype",
          "layout",
          "backend",
          "device",
          "measures_speed",
          "layers",
          "calls",
          "products",
          "buffers",
          "buffer_bytes",
          "flops",
          "verified",
          "replay",
          "network_median",
          "network_q1",
          "network_q3",
          "network_samples",
          "network_runs_per_sample",
          "network_stop",
          "layers_median",
          "layers_q1",
          "layers_q3",
          "layers_samples",
          "layers_runs_per_sample",
          "layers_stop",
          "ratio");

  private PassCsvReport() {}

  /** The text. */
  public static String text(PassReport report) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(HEADER);
      for (PassResult pass : report.passes()) {
        csv.writeRecord(row(report.provenance(), pass));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static List<String> row(Provenance provenance, PassResult pass) {
    Network network = pass.network();
    List<String> cells = new ArrayList<>();
    cells.add(network.suite().name());
    cells.add(network.batch().isPresent() ? String.valueOf(network.batch().getAsInt()) : "");
    cells.add(network.precision().name().toLowerCase(Locale.ROOT));
    cells.add(network.layout().name().toLowerCase(Locale.ROOT));
    cells.add(provenance.backend().backend());
    cells.add(provenance.backend().device());
    cells.add(String.valueOf(!provenance.standIn()));
    cells.add(String.valueOf(pass.footprint().layers()));
    cells.add(String.valueOf(pass.footprint().steps()));
    cells.add(String.valueOf(pass.footprint().products()));
    cells.add(String.valueOf(pass.footprint().buffers()));
    cells.add(String.valueOf(pass.footprint().bytes()));
    cells.add(String.valueOf(pass.flops()));
    cells.add(String.valueOf(pass.verification().passed()));
    cells.add(provenance.replay().bench(network));
    if (pass.times() == null) {
      cells.addAll(Collections.nCopies(HEADER.size() - cells.size(), ""));
    } else {
      time(cells, pass.times().whole());
      time(cells, pass.times().layers());
      cells.add(String.valueOf(pass.times().ratio()));
    }
    return cells;
  }

  private static void time(List<String> cells, Measurement measurement) {
    Statistics time = measurement.statistics();
    cells.add(String.valueOf(time.median()));
    cells.add(String.valueOf(time.q1()));
    cells.add(String.valueOf(time.q3()));
    cells.add(String.valueOf(time.count()));
    cells.add(String.valueOf(measurement.runs()));
    cells.add(measurement.stop());
  }
}
