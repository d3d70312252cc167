package dev.pointwise.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Phases;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Statistics;
import java.util.Locale;
import java.util.Optional;

/**
 * Series, for the page.
 *
 * @param most how many samples of a series are drawn at most
 */
record HtmlSeries(int most) {
  /** How many samples the page draws in all, about: more would make it slow. */
  private static final int DRAWN = 20_000;

  /** For all series of those results. */
  static HtmlSeries of(RunResults results) {
    int series = results.rows().stream().mapToInt(row -> row.times().size()).sum();
    return new HtmlSeries(Math.max(4, DRAWN / Math.max(1, series)));
  }

  JsonObject of(Measurement time, Optional<Roofline.Assessment> assessment) {
    Statistics statistics = time.statistics();
    JsonObject json = new JsonObject();
    json.addProperty("count", statistics.count());
    json.add("min", HtmlData.number(statistics.min()));
    json.add("q1", HtmlData.number(statistics.q1()));
    json.add("median", HtmlData.number(statistics.median()));
    json.add("q3", HtmlData.number(statistics.q3()));
    json.add("max", HtmlData.number(statistics.max()));
    json.addProperty("runs", time.runs());
    json.addProperty("stop", time.stop());
    if (time.discardedSamples() > 0) {
      json.add("discarded", HtmlData.tree(time.discarded()));
    }
    if (time.disturbed()) {
      json.addProperty("disturbed", true);
    }
    time.clock().ifPresent(clock -> json.add("clock", HtmlData.number(clock)));
    Phases phases = time.phases();
    if (phases != null) {
      JsonArray parts = new JsonArray();
      parts.add(HtmlData.number(phases.toDevice()));
      parts.add(HtmlData.number(phases.compute()));
      parts.add(HtmlData.number(phases.toHost()));
      json.add("phases", parts);
    }
    assessment.ifPresent(
        found -> {
          json.add("percent", HtmlData.number(found.percent()));
          json.addProperty("bound", found.bound().name().toLowerCase(Locale.ROOT));
        });
    json.add("samples", samples(time, statistics.median()));
    return json;
  }

  /**
   * Evenly chosen samples: milliseconds since the one before, then thousandths of the median, in
   * turn.
   */
  private JsonArray samples(Measurement time, double median) {
    JsonArray json = new JsonArray();
    int count = time.samples().size();
    int drawn = Math.min(count, most);
    long before = 0;
    for (int i = 0; i < drawn; i++) {
      int index = drawn == 1 ? 0 : (int) ((long) i * (count - 1) / (drawn - 1));
      long at = Math.round(1e3 * time.at().get(index));
      json.add(at - before);
      json.add(median > 0 ? Math.round(1e3 * time.samples().get(index) / median) : 1000);
      before = at;
    }
    return json;
  }
}
