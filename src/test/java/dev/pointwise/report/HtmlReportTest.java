package dev.pointwise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pointwise.Refusal;
import dev.pointwise.compare.Comparison;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final RunResults NONE = new RunResults(List.of(), List.of());

  private static String everyKind() {
    Comparison comparison = MadeComparison.everyVerdict();
    return HtmlReport.text(comparison.candidate(), comparison);
  }

  @Test
  void nothingInThePageIsFetched() {
    String page = everyKind();
    assertTrue(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline';"), page);
    String own = page.replace("http://www.w3.org/2000/svg", "");
    for (String reference :
        List.of("//\\w+\\.\\w", "\\ssrc=", "url\\(", "@import", "fetch\\(", "XMLHttp", "<link")) {
      assertFalse(Pattern.compile(reference).matcher(own).find(), reference);
    }
  }

  @Test
  void noNameEndsItsElement() {
    String empty = HtmlReport.text(NONE, null);
    String page = everyKind();
    for (String tag : List.of("<script", "</script", "<!--", "<")) {
      assertEquals(count(empty, tag), count(page, tag), tag);
    }
    JsonObject row = data(page).getAsJsonArray("rows").get(13).getAsJsonObject();
    assertEquals(MadeResults.NASTY, row.get("shape").getAsString());
    assertEquals(
        "pointwise bench --shape '" + MadeResults.NASTY.replace("'", "'\\''") + "'",
        row.get("replay").getAsString());
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void twoThousandRowsWeighBelowThreeMegabytes() {
    String page = HtmlReport.text(MadeResults.measured(2000, 200), null);
    int bytes = page.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 3_000_000, () -> bytes + " bytes");
    assertEquals(2000, data(page).getAsJsonArray("rows").size());
  }

  @Test
  void theFiguresAreThoseOfTheResults() {
    RunResults results = MadeResults.measured(12, 7);
    CaseRow row = results.rows().get(3);
    Measurement cold = row.time(Series.COLD).orElseThrow();
    JsonObject json = data(HtmlReport.text(results, null));
    JsonObject time = time(json, 3, "cold");
    assertEquals(cold.statistics().median(), time.get("median").getAsDouble(), 1e-3 * 1e-2);
    assertEquals(
        results.assess(row, Series.COLD).orElseThrow().percent(),
        time.get("percent").getAsDouble(),
        0.05);
    JsonObject network = json.getAsJsonArray("networks").get(0).getAsJsonObject();
    assertEquals(
        results.networks().getFirst().seconds(results, Series.HOT).orElseThrow(),
        network.getAsJsonObject("seconds").get("hot").getAsDouble(),
        1e-5);
    JsonArray samples = time.getAsJsonArray("samples");
    assertEquals(14, samples.size());
    double at = 0;
    for (int i = 0; i < 7; i++) {
      at += 1e-3 * samples.get(2 * i).getAsDouble();
      assertEquals(cold.at().get(i), at, 1e-3);
      double ratio = cold.samples().get(i) / cold.statistics().median();
      assertEquals(ratio, 1e-3 * samples.get(2 * i + 1).getAsDouble(), 1e-3);
    }
  }

  @Test
  void thinnedSamplesReachFromTheFirstToTheLast() {
    JsonArray samples =
        time(data(HtmlReport.text(MadeResults.measured(2000, 100), null)), 0, "hot")
            .getAsJsonArray("samples");
    assertEquals(2 * 5, samples.size());
    long last = 0;
    for (int i = 0; i < samples.size(); i += 2) {
      last += samples.get(i).getAsLong();
    }
    assertEquals(99 * 1700, last);
  }

  @Test
  void anImpossibleRowIsMarkedAndInNoTotal() {
    JsonObject json = data(HtmlReport.text(MadeResults.everyKind(), null));
    JsonObject row = json.getAsJsonArray("rows").get(12).getAsJsonObject();
    assertTrue(row.get("impossible").getAsBoolean(), row::toString);
    JsonObject network =
        json.getAsJsonArray("networks").asList().stream()
            .map(each -> each.getAsJsonObject())
            .filter(each -> each.get("network").getAsString().equals("too-fast"))
            .findFirst()
            .orElseThrow();
    assertEquals(0, network.getAsJsonObject("seconds").size(), network::toString);
  }

  @Test
  void aComparisonOfOtherResultsIsRefused() {
    Comparison comparison = MadeComparison.everyVerdict();
    Refusal.argument(
        () -> HtmlReport.text(MadeResults.measured(6, 2), comparison), "comparison", "expected");
  }

  private static JsonObject time(JsonObject json, int row, String series) {
    return json.getAsJsonArray("rows")
        .get(row)
        .getAsJsonObject()
        .getAsJsonObject("times")
        .getAsJsonObject(series);
  }

  private static JsonObject data(String page) {
    String start = "<script type=\"application/json\" id=\"data\">";
    int from = page.indexOf(start) + start.length();
    return JsonParser.parseString(page.substring(from, page.indexOf("</script>", from)))
        .getAsJsonObject();
  }
}
