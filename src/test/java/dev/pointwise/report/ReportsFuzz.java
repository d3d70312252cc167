package dev.pointwise.report;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.results.RunResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Whatever a file of results says, reports can be made of it, and none of it acts. */
public final class ReportsFuzz {
  private static final Scratch FILE = new Scratch(".jsonl");
  private static final Pattern RAW_HTML = Pattern.compile("(?<!\\\\)<[a-zA-Z!/]");

  private ReportsFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Path file = FILE.holding(input);
    RunResults results;
    try {
      results = ResultsFile.read(file);
    } catch (ResultsFileException e) {
      Refusal.check(e);
      return;
    }
    StringWriter text = new StringWriter();
    new TextReport(new PrintWriter(text), false).print(results);
    text.toString().lines().forEach(Refusal::plain);
    check(results);
  }

  static void check(RunResults results) {
    CsvReader.builder().ofCsvRecord(CsvReport.text(results)).stream()
        .flatMap(line -> line.getFields().stream())
        .forEach(ReportsFuzz::cell);
    String data = HtmlData.of(results, null);
    if (data.contains("<") || data.contains("\u2028")) {
      throw new AssertionError("markup in the page's data");
    }
    markdown(MarkdownReport.text(results));
  }

  private static void cell(String text) {
    Refusal.plain(text);
    if (!text.isEmpty() && "=+@".indexOf(text.charAt(0)) >= 0) {
      throw new AssertionError("a spreadsheet would run: " + text);
    }
  }

  private static void markdown(String text) {
    boolean code = false;
    for (String line : List.of(text.split("\n", -1))) {
      Refusal.plain(line);
      if (line.startsWith("```")) {
        code = !code;
      } else if (!code) {
        refuse(line, RAW_HTML);
      }
    }
    if (code) {
      throw new AssertionError("a block of code has no end");
    }
  }

  private static void refuse(String text, Pattern pattern) {
    if (pattern.matcher(text).find()) {
      throw new AssertionError(pattern + " is in: " + text);
    }
  }
}
