package dev.pointwise.report;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A column of a CSV report.
 *
 * @param title its first line
 * @param cell what it has to say of a line; never null
 */
record CsvColumn(String title, Function<CsvLine, Object> cell) {
  /** All columns, in their order. */
  static final List<CsvColumn> ALL =
      List.of(
          new CsvColumn("row", line -> line.number()),
          new CsvColumn("run", line -> line.row().run() + 1),
          new CsvColumn("backend", line -> line.run().backend().backend()),
          new CsvColumn("device", line -> line.run().backend().device()),
          new CsvColumn("measures_speed", line -> !line.run().standIn()),
          new CsvColumn("fuse", line -> line.row().key().fuse()),
          new CsvColumn("shape", line -> line.row().key().shape()),
          new CsvColumn("dtype", line -> line.row().key().dtype()),
          new CsvColumn("layout", line -> line.row().key().layout()),
          new CsvColumn("uses", CsvLine::uses),
          new CsvColumn("flops", line -> line.row().work().flops()),
          new CsvColumn("bytes", line -> line.row().work().bytes()),
          new CsvColumn("parameters", line -> line.row().work().parameters()),
          new CsvColumn("status", line -> line.row().outcome().status()),
          new CsvColumn(
              "reason", line -> Objects.requireNonNullElse(line.row().outcome().reason(), "")),
          new CsvColumn("impossible", line -> line.results().impossible(line.row())),
          new CsvColumn("series", line -> line.series() == null ? "" : line.series()),
          new CsvColumn("median", line -> line.statistic(each -> each.median())),
          new CsvColumn("min", line -> line.statistic(each -> each.min())),
          new CsvColumn("q1", line -> line.statistic(each -> each.q1())),
          new CsvColumn("q3", line -> line.statistic(each -> each.q3())),
          new CsvColumn("max", line -> line.statistic(each -> each.max())),
          new CsvColumn("relative_iqr", line -> line.statistic(each -> each.relativeIqr())),
          new CsvColumn("samples", line -> line.statistic(each -> each.count())),
          new CsvColumn("runs_per_sample", line -> line.time(each -> each.runs())),
          new CsvColumn("stop", line -> line.time(each -> each.stop())),
          new CsvColumn("discarded", line -> line.time(each -> each.discardedSamples())),
          new CsvColumn(
              "discarded_for", line -> line.time(each -> CsvLine.counts(each.discarded()))),
          new CsvColumn("disturbed", line -> line.time(each -> each.disturbed())),
          new CsvColumn(
              "clock_mhz",
              line ->
                  line.time(
                      each ->
                          each.clock().isPresent()
                              ? String.valueOf(each.clock().getAsDouble())
                              : "")),
          new CsvColumn("to_device", line -> line.phase(each -> each.toDevice())),
          new CsvColumn("compute", line -> line.phase(each -> each.compute())),
          new CsvColumn("to_host", line -> line.phase(each -> each.toHost())),
          new CsvColumn(
              "flops_per_second",
              line -> line.statistic(each -> line.row().work().flops() / each.median())),
          new CsvColumn(
              "bytes_per_second",
              line -> line.statistic(each -> line.row().work().bytes() / each.median())),
          new CsvColumn("roofline_percent", line -> line.assessment(each -> each.percent())),
          new CsvColumn("bound", line -> line.assessment(each -> each.bound())),
          new CsvColumn(
              "plan", line -> line.row().plan() == null ? "" : line.row().plan().chosen()),
          new CsvColumn("facts", line -> CsvLine.counts(line.row().facts())),
          new CsvColumn("verifying", line -> line.row().cost().verifying()),
          new CsvColumn("preparing", line -> line.row().cost().preparing()),
          new CsvColumn("sampling", line -> line.row().cost().sampling()),
          new CsvColumn("timing", line -> line.settings().timing()),
          new CsvColumn("fill", line -> line.settings().fill()),
          new CsvColumn("order", line -> line.settings().order()),
          new CsvColumn("seed", line -> line.settings().seed()),
          new CsvColumn("version", line -> line.run().build().version()),
          new CsvColumn(
              "commit", line -> Objects.requireNonNullElse(line.run().build().commit(), "")),
          new CsvColumn("started", line -> line.run().started()),
          new CsvColumn("replay", line -> Findings.replay(line.row())));

  String cell(CsvLine line) {
    Object value = cell.apply(line);
    return value instanceof String text ? harmless(text) : value.toString();
  }

  /** Spreadsheets run what looks like a formula: a quote in front makes it text. */
  private static String harmless(String text) {
    return !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  static List<String> titles() {
    return ALL.stream().map(CsvColumn::title).toList();
  }
}
