package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code pointwise verify} printed, perhaps cut off. */
final class VerifyLog {
  private static final Pattern LINE =
      Pattern.compile("(ok|n/a|FAILED|ERROR) +(\\S+) (\\S+) (\\S+): .*");
  private static final Pattern MARGIN = Pattern.compile("random.* (\\d+\\.\\d+) of bound");
  private static final int MOST_FAILURES = 100;

  private final List<String> failures = new ArrayList<>();
  private final Map<String, Double> worst = new TreeMap<>();
  private long passed;
  private long failed;
  private long unsupported;

  static VerifyLog of(List<String> lines) {
    VerifyLog log = new VerifyLog();
    lines.forEach(log::add);
    return log;
  }

  private void add(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      return;
    }
    if (line.startsWith("n/a")) {
      unsupported++;
      return;
    }
    if (!line.startsWith("ok")) {
      failed++;
      failures.add(line);
      return;
    }
    passed++;
    Matcher margin = MARGIN.matcher(line);
    if (margin.find()) {
      worst.merge(String.valueOf(match.group(3)), Double.valueOf(margin.group(1)), Math::max);
    }
  }

  long passed() {
    return passed;
  }

  /** Cases that were computed, right or wrong. */
  long done() {
    return passed + failed;
  }

  /** Cases that the device does not support. */
  long unsupported() {
    return unsupported;
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("passed", passed);
    json.addProperty("not_passed", failed);
    json.addProperty("not_supported", unsupported);
    JsonObject margins = new JsonObject();
    worst.forEach(margins::addProperty);
    json.add("worst_error_of_bound", margins);
    JsonArray some = new JsonArray();
    failures.stream().limit(MOST_FAILURES).forEach(some::add);
    json.add("failures", some);
    return json;
  }
}
