package dev.pointwise.results;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a device can do at most, as measured on it. The roofline model: a run takes at least as long
 * as its operations at the peak rate, and at least as long as its bytes at the bandwidth (Williams,
 * Waterman and Patterson, 2009); and no run takes less than the smallest one.
 *
 * @param measured when
 * @param bandwidths what memory of some extent delivers, from the smallest to the largest, which
 *     lies outside all caches
 * @param peaks operations per second of large products, by dtype
 * @param launch seconds of the smallest run there is
 */
public record Roofline(
    Instant measured, List<Bandwidth> bandwidths, Map<String, Double> peaks, double launch) {
  /**
   * What memory delivers.
   *
   * @param bytes how much of it is read and written again and again
   * @param rate bytes per second, reads and writes added
   */
  public record Bandwidth(long bytes, double rate) {}

  /** What holds a run back. */
  public enum Bound {
    MEMORY,
    COMPUTE,
    LAUNCH;

    /** The name in files and tables. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How near a time comes to what is possible.
   *
   * @param percent the shortest possible time ÷ the time, in percent
   * @param bound what makes the shortest possible time as long as it is
   */
  public record Assessment(double percent, Bound bound) {
    /** Whether the time is shorter than possible, so that something is wrong with it. */
    public boolean impossible() {
      return percent > 100;
    }
  }

  /**
   * Copies what could change.
   *
   * @throws IllegalArgumentException if there is no bandwidth
   */
  public Roofline {
    bandwidths = bandwidths.stream().sorted(Comparator.comparingLong(Bandwidth::bytes)).toList();
    peaks = Collections.unmodifiableMap(new TreeMap<>(peaks));
    if (bandwidths.isEmpty()) {
      throw new IllegalArgumentException("bandwidths are 0, expected at least 1");
    }
  }

  /**
   * How near a time comes to what is possible; empty if the dtype's peak was not measured.
   *
   * @param cold whether the run found nothing in a cache
   * @param seconds the time of a run
   */
  public Optional<Assessment> assess(String dtype, Work work, boolean cold, double seconds) {
    Double peak = peaks.get(dtype);
    if (peak == null) {
      return Optional.empty();
    }
    double compute = work.flops() / peak;
    double memory = work.bytes() / bandwidth(work.bytes(), cold);
    double shortest = Math.max(Math.max(compute, memory), launch);
    Bound bound =
        shortest == launch ? Bound.LAUNCH : shortest == compute ? Bound.COMPUTE : Bound.MEMORY;
    return Optional.of(new Assessment(100 * shortest / seconds, bound));
  }

  /**
   * The most that memory delivers, in bytes per second: cold, as outside all caches; hot, as
   * anything at least as large as the largest measured extent that those bytes contain.
   */
  public double bandwidth(long bytes, boolean cold) {
    if (cold) {
      return bandwidths.getLast().rate();
    }
    int from = 0;
    while (from + 1 < bandwidths.size() && bandwidths.get(from + 1).bytes() <= bytes) {
      from++;
    }
    return bandwidths.subList(from, bandwidths.size()).stream()
        .mapToDouble(Bandwidth::rate)
        .max()
        .orElseThrow();
  }
}
