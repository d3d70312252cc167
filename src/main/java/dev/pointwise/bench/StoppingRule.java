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
   * @param soFar the samples there are
   * @param elapsed seconds since the first of them began
   */
  Optional<String> reason(Statistics soFar, double elapsed);

  /** Stops for the first of those rules that wants to. */
  static StoppingRule firstOf(StoppingRule... rules) {
    List<StoppingRule> all = List.of(rules);
    return (soFar, elapsed) ->
        all.stream().flatMap(rule -> rule.reason(soFar, elapsed).stream()).findFirst();
  }

  /**
   * Stops once the spread is small, judged on enough samples over long enough a time.
   *
   * @param relativeIqr the greatest spread to stop at
   * @param samples the fewest samples
   * @param seconds the shortest time
   */
  record Stable(double relativeIqr, int samples, double seconds) implements StoppingRule {
    @Override
    public Optional<String> reason(Statistics soFar, double elapsed) {
      boolean stable =
          soFar.count() >= samples && elapsed >= seconds && soFar.relativeIqr() <= relativeIqr;
      return stable ? Optional.of("stable") : Optional.empty();
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
    public Optional<String> reason(Statistics soFar, double elapsed) {
      return elapsed >= seconds && soFar.count() >= samples
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
    public Optional<String> reason(Statistics soFar, double elapsed) {
      return soFar.count() >= samples ? Optional.of("sample limit") : Optional.empty();
    }
  }
}
