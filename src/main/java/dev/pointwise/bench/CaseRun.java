package dev.pointwise.bench;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Cost;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Series;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One case from its verification to its row. */
final class CaseRun implements AutoCloseable {
  private final PlannedCase planned;
  private final List<Subject> subjects = new ArrayList<>();
  private List<String> gates = List.of();
  private Outcome.Status status = Outcome.Status.MEASURED;
  private @Nullable String reason;
  private double verifying;
  private double preparing;
  private long deviceBytes;

  CaseRun(PlannedCase planned) {
    this.planned = planned;
  }

  BenchCase benchCase() {
    return planned.benchCase();
  }

  /** Notes what the comparison with the oracle came to, and how many seconds it took. */
  void verified(Verification verification, double seconds) {
    verifying = seconds;
    gates = verification.findings();
    if (verification.unsupported() != null) {
      end(Outcome.Status.UNSUPPORTED, verification.unsupported());
    } else if (verification.mismatched()) {
      end(Outcome.Status.MISMATCH, verification.wrong());
    } else if (verification.error() != null) {
      end(Outcome.Status.ERROR, verification.error());
    }
  }

  /** Notes how much memory it takes on the device. */
  void sized(long bytes) {
    deviceBytes = bytes;
  }

  long deviceBytes() {
    return deviceBytes;
  }

  /** Adds what is to be sampled, and how many seconds it took to get there. */
  void prepared(Subject subject, double seconds) {
    subjects.add(subject);
    preparing += seconds;
  }

  /** Notes that the backend or the machine failed. */
  void fail(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    end(
        Outcome.Status.ERROR,
        failure instanceof OutOfMemoryError ? "the host is out of memory: " + message : message);
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void end(Outcome.Status how, String why) {
    status = how;
    reason = why;
  }

  /** Whether there will be no measurement. */
  boolean failed() {
    return status != Outcome.Status.MEASURED;
  }

  /** Whether the row can be made. */
  boolean finished() {
    return failed() || tracks().stream().allMatch(Track::stopped);
  }

  /** The series that are not finished. */
  List<Track> unfinished() {
    return failed() ? List.of() : tracks().stream().filter(track -> !track.stopped()).toList();
  }

  private List<Track> tracks() {
    return subjects.stream().flatMap(subject -> subject.tracks().stream()).toList();
  }

  /** How much of the sampling is done, from 0 to 1. */
  double done() {
    return tracks().stream().mapToDouble(Track::done).average().orElse(0);
  }

  /** Ends a round of samples. */
  void settle(Optional<String> disturbance, DeviceCondition condition) {
    tracks().forEach(track -> track.settle(disturbance, condition));
  }

  /**
   * The row of a case that is finished.
   *
   * @param run which run of the benchmark
   * @param replay the command line that measures it again
   */
  CaseRow row(int run, List<String> replay) {
    Map<Series, Measurement> times = new EnumMap<>(Series.class);
    PlanExplanation plan = null;
    if (!failed()) {
      tracks().forEach(track -> times.put(track.series(), track.measurement()));
      plan = subjects.getFirst().plan();
    }
    double sampling = tracks().stream().mapToDouble(Track::elapsed).sum();
    return new CaseRow(
        run,
        benchCase().key(),
        planned.uses(),
        benchCase().work(),
        new Outcome(status, reason, gates),
        plan,
        times,
        failed() ? Map.of() : benchCase().facts(),
        new Cost(verifying, preparing, sampling),
        replay);
  }

  @Override
  public void close() {
    Closing.closeAll(subjects.reversed().toArray(AutoCloseable[]::new));
  }
}
