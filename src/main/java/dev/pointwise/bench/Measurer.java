package dev.pointwise.bench;

import dev.pointwise.results.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Takes samples: runs for a while to warm up, finds how many runs make a sample long enough for the
 * clock, then samples until a rule says to stop.
 *
 * @param warmUp seconds to run before the first sample
 * @param sample the shortest a sample may be, in seconds
 * @param rule when to stop
 * @param nanoTime the clock that the rule and the warm-up go by
 */
public record Measurer(double warmUp, double sample, StoppingRule rule, LongSupplier nanoTime) {
  /** The spread to be reached, as a part of the median. */
  public static final double SPREAD = 0.03;

  private static final int MOST_RUNS = 1_000_000;
  private static final int MOST_SAMPLES = 1_000;

  /** What a clock too coarse for the work is taken to have said. */
  private static final double SHORTEST = 1e-9;

  /** The very first run may pay for things that no later one does. */
  private static final int FEWEST_WARM_UPS = 3;

  /**
   * The usual way: 0.2 s of warm-up, samples of at least 1 ms, at least 20 of them over at least
   * 0.1 s and until their spread is down to {@link #SPREAD}; at most 1,000, and no longer than
   * {@code budget} once there are three.
   *
   * @param budget seconds of sampling
   */
  public static Measurer within(double budget) {
    return new Measurer(
        0.2,
        0.001,
        StoppingRule.firstOf(
            new StoppingRule.Stable(SPREAD, 20),
            new StoppingRule.Enough(MOST_SAMPLES),
            new StoppingRule.OutOfTime(budget, 3)),
        System::nanoTime);
  }

  /** Takes the samples of one case. */
  public Measurement measure(Timer sampler) {
    return measure(List.of(sampler)).getFirst();
  }

  /**
   * Takes samples of several things in turn, one of each at a time, so that what disturbs the
   * machine disturbs all of them alike. Stops once the rule says so for every one.
   */
  public List<Measurement> measure(List<Timer> samplers) {
    List<SampleSet> all =
        samplers.stream().map(each -> new SampleSet(each, runsPerSample(each), SHORTEST)).toList();
    long start = nanoTime.getAsLong();
    List<Optional<String>> stops;
    do {
      all.forEach(SampleSet::sample);
      double elapsed = elapsed(start);
      stops = all.stream().map(series -> rule.reason(series.samples(), elapsed)).toList();
    } while (stops.stream().anyMatch(Optional::isEmpty));
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      measurements.add(all.get(i).measurement(stops.get(i).orElseThrow()));
    }
    return measurements;
  }

  /** Warms up; from how long the last runs took follows how many make a sample. */
  private int runsPerSample(Timer sampler) {
    long start = nanoTime.getAsLong();
    int runs = 1;
    for (int round = 1; ; round++) {
      double seconds = sampler.seconds(runs);
      if (elapsed(start) >= warmUp && round >= FEWEST_WARM_UPS) {
        double needed = sample / Math.max(seconds / runs, sample / MOST_RUNS);
        return (int) Math.clamp(Math.ceil(needed), 1, MOST_RUNS);
      }
      if (seconds < sample) {
        runs = Math.min(2 * runs, MOST_RUNS);
      }
    }
  }

  private double elapsed(long start) {
    return (nanoTime.getAsLong() - start) * 1e-9;
  }
}
