package dev.pointwise.bench;

import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Phases;
import dev.pointwise.results.Series;
import dev.pointwise.results.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One series of one case, while its samples are taken. A sample that was disturbed is thrown away
 * and counted; where hardly any other is there when the time is up, all are kept, and the
 * measurement says so.
 */
final class Track implements AutoCloseable {
  /** The fewest samples to stop with for want of time. */
  private static final int FEWEST = 3;

  /** Fewer undisturbed samples than that say less than the disturbed ones with them. */
  private static final int FEWEST_UNDISTURBED = 5;

  /** Nor do they where they are less than one of so many. */
  private static final int HARDLY_ANY = 10;

  private final Series series;
  private final Sampler sampler;
  private final int runs;
  private final StoppingRule rule;
  private final StoppingRule.OutOfTime limit;
  private final List<Taken> all = new ArrayList<>();
  private final List<Taken> undisturbed = new ArrayList<>();
  private final List<Taken> round = new ArrayList<>();
  private double begun;
  private Optional<String> disturbance = Optional.empty();
  private double elapsed;
  private @Nullable String stop;
  private boolean disturbed;

  /**
   * A sample.
   *
   * @param at when it was begun, in seconds
   * @param disturbance what disturbed it
   * @param condition of the device behind it
   */
  private record Taken(
      Sample sample, double at, Optional<String> disturbance, DeviceCondition condition) {}

  /**
   * No samples yet.
   *
   * @param sampler takes them, and is closed with this
   * @param runs how many runs make a sample
   * @param rule when there are enough
   * @param seconds how long to take samples at most
   */
  Track(Series series, Sampler sampler, int runs, StoppingRule rule, double seconds) {
    this.series = series;
    this.sampler = sampler;
    this.runs = runs;
    this.rule = rule;
    this.limit = new StoppingRule.OutOfTime(seconds, FEWEST);
  }

  Series series() {
    return series;
  }

  /** Runs without taking a sample, so that the next one finds in the caches what it needs. */
  void warmUp() {
    sampler.run(Math.max(1, runs / 4));
    sampler.sample();
  }

  /**
   * Begins a sample, which may be under way when this returns.
   *
   * @param at the time
   */
  void begin(double at, Disturbances disturbances) {
    begun = at;
    Disturbances.Watch watch = disturbances.begin();
    sampler.run(runs);
    disturbance = watch.end();
  }

  /** Ends the sample that was begun. */
  void end() {
    round.add(new Taken(sampler.sample(), begun, disturbance, DeviceCondition.unknown()));
  }

  /** Notes that taking samples took so long. */
  void spend(double seconds) {
    elapsed += seconds;
  }

  /**
   * Ends a round: takes its samples in, and stops if that is enough.
   *
   * @param other what disturbed all of them
   * @param condition of the device
   */
  void settle(Optional<String> other, DeviceCondition condition) {
    for (Taken each : round) {
      Optional<String> reason = each.disturbance().or(() -> other);
      Taken taken = new Taken(each.sample(), each.at(), reason, condition);
      all.add(taken);
      if (reason.isEmpty()) {
        undisturbed.add(taken);
      }
    }
    if (!round.isEmpty()) {
      round.clear();
      decide();
    }
  }

  private void decide() {
    Optional<String> reason =
        undisturbed.isEmpty() ? Optional.empty() : rule.reason(seconds(undisturbed), elapsed);
    if (reason.isEmpty()) {
      reason = limit.reason(seconds(all), elapsed);
      boolean few =
          undisturbed.size() < FEWEST_UNDISTURBED || undisturbed.size() * HARDLY_ANY < all.size();
      disturbed = reason.isPresent() && few && undisturbed.size() < all.size();
    }
    stop = reason.orElse(null);
  }

  /** Whether no more samples are to be taken. */
  boolean stopped() {
    return stop != null;
  }

  /** Seconds that taking samples took. */
  double elapsed() {
    return elapsed;
  }

  /** How much is done, from 0 to 1. */
  double done() {
    return stopped()
        ? 1
        : Math.min(1, Math.max(elapsed / limit.seconds(), Sampling.done(undisturbed.size())));
  }

  /** The spread so far; NaN without samples. */
  double spread() {
    return undisturbed.isEmpty()
        ? Double.NaN
        : statistics(undisturbed, taken -> taken.sample().seconds()).relativeIqr();
  }

  /** What was measured, once it has stopped. */
  Measurement measurement() {
    List<Taken> kept = disturbed ? all : undisturbed;
    Map<String, Integer> discarded = new TreeMap<>();
    if (!disturbed) {
      all.forEach(
          taken -> taken.disturbance().ifPresent(why -> discarded.merge(why, 1, Integer::sum)));
    }
    return new Measurement(
        seconds(kept),
        kept.stream().map(Taken::at).toList(),
        runs,
        Objects.requireNonNull(stop, "stop"),
        discarded,
        disturbed,
        median(kept, DeviceCondition::clock),
        median(kept, DeviceCondition::pace),
        phases(kept));
  }

  private static List<Double> seconds(List<Taken> samples) {
    return samples.stream().map(taken -> taken.sample().seconds()).toList();
  }

  /** The median of something that the device tells, over the samples behind which it did. */
  private static OptionalDouble median(
      List<Taken> samples, Function<DeviceCondition, OptionalDouble> value) {
    double[] known =
        samples.stream()
            .flatMapToDouble(taken -> value.apply(taken.condition()).stream())
            .toArray();
    return known.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Statistics.of(known).median());
  }

  private static @Nullable Phases phases(List<Taken> samples) {
    if (samples.getFirst().sample().phases() == null) {
      return null;
    }
    return new Phases(
        phase(samples, Phases::toDevice),
        phase(samples, Phases::compute),
        phase(samples, Phases::toHost));
  }

  private static double phase(List<Taken> samples, ToDoubleFunction<Phases> part) {
    return statistics(
            samples, taken -> part.applyAsDouble(Objects.requireNonNull(taken.sample().phases())))
        .median();
  }

  private static Statistics statistics(List<Taken> samples, ToDoubleFunction<Taken> value) {
    return Statistics.of(samples.stream().mapToDouble(value).toArray());
  }

  @Override
  public void close() {
    sampler.close();
  }
}
