package dev.pointwise.cli;

import dev.pointwise.io.AtomicFile;
import dev.pointwise.report.CsvReport;
import dev.pointwise.report.HtmlReport;
import dev.pointwise.report.MarkdownReport;
import dev.pointwise.report.TextReport;
import dev.pointwise.results.RunResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is written of results when they are complete, or as complete as they get.
 *
 * @param files where to, by kind; the file of JSON lines is none of these
 */
record Reports(Map<OutputKind, Path> files) {
  /**
   * Prints the tables and writes the files.
   *
   * @param colour whether to print in colours
   * @throws IOException if a file cannot be written; every other one is
   */
  void write(RunResults results, PrintWriter out, boolean colour) throws IOException {
    new TextReport(out, colour).print(results);
    out.flush();
    IOException failure = null;
    for (Map.Entry<OutputKind, Path> file : files.entrySet()) {
      try {
        write(file.getKey(), file.getValue(), results);
      } catch (IOException e) {
        failure =
            failure == null
                ? new IOException(file.getValue() + " cannot be written: " + e.getMessage(), e)
                : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void write(OutputKind kind, Path file, RunResults results) throws IOException {
    if (kind != OutputKind.JSON) {
      byte[] text = text(kind, results).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, stream -> stream.write(text));
    }
  }

  private static String text(OutputKind kind, RunResults results) {
    return switch (kind) {
      case CSV -> CsvReport.text(results);
      case HTML -> HtmlReport.text(results, null);
      case MD -> MarkdownReport.text(results);
      case JSON -> throw new IllegalArgumentException("kind is JSON, expected a report's");
    };
  }
}
