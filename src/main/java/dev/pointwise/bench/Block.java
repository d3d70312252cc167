package dev.pointwise.bench;

import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.results.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Cases that are sampled in turn. In a round, the cache is filled with something else once, and
 * each case that has cold samples to come runs once: none of its data was touched since. On a GPU
 * all of these are enqueued before the first is waited for, behind the copy that fills the cache,
 * so that the time to launch them is hidden behind it. Then each case runs a few times untimed, so
 * that its data is in the cache again, and gives a sample of each of its hot series.
 */
final class Block {
  private final List<CaseRun> cases;
  private final IntConsumer flush;
  private final Supplier<DeviceCondition> condition;
  private final Sampling sampling;
  private final double started;
  private final Progress progress;
  private final BooleanSupplier interrupted;
  private int coldRounds;
  private DeviceCondition last;

  /**
   * A block of cases that are prepared.
   *
   * @param flush fills the cache with something else, before so many runs
   * @param condition of the device
   * @param started when the benchmark began, by the clock of {@code sampling}
   */
  Block(
      List<CaseRun> cases,
      IntConsumer flush,
      Supplier<DeviceCondition> condition,
      Sampling sampling,
      double started,
      Progress progress,
      BooleanSupplier interrupted) {
    this.cases = new ArrayList<>(cases);
    this.flush = flush;
    this.condition = condition;
    this.sampling = sampling;
    this.started = started;
    this.progress = progress;
    this.interrupted = interrupted;
    last = condition.get();
  }

  /** A series whose turn it is. */
  private record Turn(CaseRun run, Track track) {}

  /**
   * Takes samples until every case is finished or has failed, or somebody interrupts.
   *
   * @param finished is told each case as soon as it is
   */
  void run(Consumer<CaseRun> finished) {
    while (true) {
      List<CaseRun> done = cases.stream().filter(CaseRun::finished).toList();
      cases.removeAll(done);
      done.forEach(finished);
      if (cases.isEmpty() || interrupted.getAsBoolean()) {
        return;
      }
      round();
    }
  }

  private void round() {
    cold(turns(true));
    for (Turn turn : turns(false)) {
      if (interrupted.getAsBoolean()) {
        return;
      }
      attempt(turn.run(), () -> hot(turn));
    }
    DeviceCondition after = condition.get();
    boolean throttled = !last.throttled().isEmpty() || !after.throttled().isEmpty();
    last = after;
    Optional<String> disturbance = throttled ? Optional.of("throttled") : Optional.empty();
    cases.forEach(run -> run.settle(disturbance, after));
  }

  private List<Turn> turns(boolean cold) {
    return cases.stream()
        .flatMap(
            run ->
                run.unfinished().stream()
                    .filter(track -> track.series().cold() == cold)
                    .map(track -> new Turn(run, track)))
        .toList();
  }

  /** Takes cold samples, beginning with another case each round: the first one is the slowest. */
  private void cold(List<Turn> unordered) {
    if (unordered.isEmpty()) {
      return;
    }
    List<Turn> turns = new ArrayList<>(unordered);
    Collections.rotate(turns, -coldRounds++);
    double start = sampling.now();
    try {
      flush.accept(turns.size());
    } catch (BackendException | OutOfMemoryError e) {
      turns.forEach(turn -> turn.run().fail(e));
      return;
    }
    List<Turn> begun = new ArrayList<>();
    for (Turn turn : turns) {
      if (interrupted.getAsBoolean()) {
        break;
      }
      attempt(
          turn.run(),
          () -> {
            turn.track().begin(sampling.now() - started, sampling.disturbances());
            begun.add(turn);
          });
    }
    for (Turn turn : begun) {
      attempt(turn.run(), turn.track()::end);
    }
    double share = (sampling.now() - start) / turns.size();
    for (Turn turn : begun) {
      turn.track().spend(share);
      tell(turn);
    }
  }

  private void hot(Turn turn) {
    double start = sampling.now();
    Track track = turn.track();
    track.warmUp();
    track.begin(sampling.now() - started, sampling.disturbances());
    track.end();
    track.spend(sampling.now() - start);
    tell(turn);
  }

  private void tell(Turn turn) {
    if (!turn.run().failed()) {
      Series series = turn.track().series();
      progress.sample(
          turn.run().benchCase().key(), series, turn.run().done(), turn.track().spread());
    }
  }

  /** Does something for a case that has not failed; if that fails, the case has. */
  static void attempt(CaseRun run, Runnable action) {
    if (run.failed()) {
      return;
    }
    try {
      action.run();
    } catch (BackendException | OutOfMemoryError e) {
      run.fail(e);
    }
  }
}
