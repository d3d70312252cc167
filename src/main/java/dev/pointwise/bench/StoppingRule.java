package dev.pointwise.bench;

import dev.pointwise.results.Statistics;
import java.util.List;
import java.util.Optional;

/** When there are enough samples. */
@FunctionalInterface
public interface StoppingRule {
  /**
   * Why to stop now, if at all.
   *
   * @param soFar the samples there are, in the order they were taken; at least one
   * @param elapsed seconds that taking them took
   */
  Optional<String> reason(List<Double> soFar, double elapsed);

  /** Stops for the first of those rules that wants to. */
  static StoppingRule firstOf(StoppingRule... rules) {
    List<StoppingRule> all = List.of(rules);
    return (soFar, elapsed) ->
        all.stream().flatMap(rule -> rule.reason(soFar, elapsed).stream()).findFirst();
  }

  /** The spread of samples. */
  private static double spread(List<Double> samples) {
    return Statistics.of(samples.stream().mapToDouble(Double::doubleValue).toArray()).relativeIqr();
  }

  /**
   * Stops once the spread is small, judged on enough samples.
   *
   * @param relativeIqr the greatest spread to stop at
   * @param samples the fewest samples
   */
  record Stable(double relativeIqr, int samples) implements StoppingRule {
    @Override
    public Optional<String> reason(List<Double> soFar, double elapsed) {
      boolean stable = soFar.size() >= samples && spread(soFar) <= relativeIqr;
      return stable ? Optional.of("stable") : Optional.empty();
    }
  }

  /**
   * Stops once more samples do not make the spread smaller: that of all is no longer clearly below
   * that of the first half.
   *
   * @param part the spread of all, as a part of that of the first half, from which on to stop
   * @param samples the fewest samples
   */
  record Settled(double part, int samples) implements StoppingRule {
    @Override
    public Optional<String> reason(List<Double> soFar, double elapsed) {
      boolean settled =
          soFar.size() >= samples
              && spread(soFar) >= part * spread(soFar.subList(0, soFar.size() / 2));
      return settled ? Optional.of("noise no longer falling") : Optional.empty();
    }
  }

  /**
   * Stops when the time is up, but never before a few samples are there.
   *
   * @param seconds the time
   * @param samples the fewest samples
   */
  record OutOfTime(double seconds, int samples) implements StoppingRule {
    @Override
    public Optional<String> reason(List<Double> soFar, double elapsed) {
      return elapsed >= seconds && soFar.size() >= samples
          ? Optional.of("out of time")
          : Optional.empty();
    }
  }

  /**
   * Stops at a number of samples.
   *
   * @param samples the number
   */
  record Enough(int samples) implements StoppingRule {
    @Override
    public Optional<String> reason(List<Double> soFar, double elapsed) {
      return soFar.size() >= samples ? Optional.of("sample limit") : Optional.empty();
    }
  }
}
