package dev.pointwise.report;

import dev.pointwise.compare.Comparison;
import dev.pointwise.results.RunResults;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Results as one HTML page that needs nothing else: styles, scripts and data are inside, and its
 * content security policy forbids it to fetch anything. The scripts draw all of the page from the
 * data, and put text into it as text alone.
 */
public final class HtmlReport {
  private static final Pattern PART = Pattern.compile("@@(\\w+)@@");

  private static final List<String> SCRIPTS =
      List.of(
          "format.js",
          "dom.js",
          "scale.js",
          "marks.js",
          "chart.js",
          "model.js",
          "head.js",
          "roofline.js",
          "bars.js",
          "networks.js",
          "samples.js",
          "batches.js",
          "comparison.js",
          "details.js",
          "cases.js",
          "provenance.js",
          "page.js");

  private HtmlReport() {}

  /**
   * The page.
   *
   * @param comparison of these results with a baseline; null if there is none
   */
  public static String text(RunResults results, @Nullable Comparison comparison) {
    return PART.matcher(resource("page.html"))
        .replaceAll(
            part ->
                Matcher.quoteReplacement(
                    switch (part.group(1)) {
                      case "style" -> resource("page.css");
                      case "script" ->
                          SCRIPTS.stream()
                              .map(HtmlReport::resource)
                              .collect(Collectors.joining("\n"));
                      case "data" -> HtmlData.of(results, comparison);
                      default -> throw new IllegalStateException("page.html has " + part.group());
                    }));
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
