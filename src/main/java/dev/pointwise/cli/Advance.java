package dev.pointwise.cli;

import dev.pointwise.results.CaseKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How far a benchmark has come, all its cases taken together. */
final class Advance {
  /** Before that much of the work is done, or has taken, nothing can be said of the rest. */
  private static final double LEAST_PART = 0.02;

  private static final double LEAST_SECONDS = 2;

  private final LongSupplier nanos;
  private final long start;
  private final Map<CaseKey, Double> underWay = new HashMap<>();
  private int cases;
  private int finished;

  /** Begins now, by that clock. */
  Advance(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  void cases(int count) {
    cases = count;
  }

  void begin(CaseKey key) {
    underWay.put(key, 0.0);
  }

  void sample(CaseKey key, double done) {
    underWay.put(key, done);
  }

  void end(CaseKey key) {
    underWay.remove(key);
    finished++;
  }

  /** How many cases are finished, of how many. */
  String count() {
    return finished + "/" + cases;
  }

  /** How many cases have begun and are not finished. */
  int underWay() {
    return underWay.size();
  }

  /** How much of the work is done, from 0 to 1. */
  private double part() {
    double begun = underWay.values().stream().mapToDouble(Double::doubleValue).sum();
    return cases == 0 ? 0 : Math.min(1, (finished + begun) / cases);
  }

  /** How much is done, and how long the rest takes if it goes on like that. */
  String left() {
    double part = part();
    double elapsed = (nanos.getAsLong() - start) * 1e-9;
    String done = Math.round(100 * part) + "%";
    return part < LEAST_PART || elapsed < LEAST_SECONDS
        ? done
        : done + ", " + time(elapsed / part * (1 - part)) + " left";
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }
}
