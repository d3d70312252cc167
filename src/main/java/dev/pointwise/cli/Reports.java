package dev.pointwise.cli;

import dev.pointwise.compare.Comparison;
import dev.pointwise.io.AtomicFile;
import dev.pointwise.report.CsvReport;
import dev.pointwise.report.HtmlReport;
import dev.pointwise.report.MarkdownReport;
import dev.pointwise.results.RunResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is written of results when they are complete, or as complete as they get.
 *
 * @param files where to, by kind; the file of JSON lines is none of these
 */
record Reports(Map<OutputKind, Path> files) {
  /**
   * Writes the files.
   *
   * @param comparison of these results with a baseline; null if there is none
   * @throws IOException if a file cannot be written; every other one is
   */
  void write(RunResults results, @Nullable Comparison comparison) throws IOException {
    IOException failure = null;
    for (Map.Entry<OutputKind, Path> file : files.entrySet()) {
      try {
        write(file.getKey(), file.getValue(), results, comparison);
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

  private static void write(
      OutputKind kind, Path file, RunResults results, @Nullable Comparison comparison)
      throws IOException {
    if (kind != OutputKind.JSON) {
      byte[] text = text(kind, results, comparison).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, stream -> stream.write(text));
    }
  }

  private static String text(OutputKind kind, RunResults results, @Nullable Comparison comparison) {
    return switch (kind) {
      case CSV -> CsvReport.text(results);
      case HTML -> HtmlReport.text(results, comparison);
      case MD -> MarkdownReport.text(results);
      case JSON -> throw new IllegalArgumentException("kind is JSON, expected a report's");
    };
  }
}
