package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Settings;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Verifies and measures cases on a backend. One that fails verification is never timed; whatever
 * fails becomes its row, and the rest goes on.
 *
 * <p>Cold samples are single runs, each after twice the size of the last-level cache has gone
 * through it since the case's data was last touched; hot ones are as many runs, one right behind
 * the other, as take a millisecond or more, after a few that are not timed. Interleaved, up to 16
 * cases are sampled in turn, a cold and a hot sample of each in a round; sequentially, one.
 */
public final class Benchmark {
  private final Backend backend;
  private final int run;
  private final Settings settings;
  private final Replay replay;
  private final Sampling sampling;

  /**
   * Works on that backend, which nothing else should use meanwhile.
   *
   * @param run the number of this run, for {@link CaseRow#run}
   * @param settings how to measure
   * @param replay how cases run again
   */
  public Benchmark(Backend backend, int run, Settings settings, Replay replay) {
    this(backend, run, settings, replay, Sampling.usual());
  }

  Benchmark(Backend backend, int run, Settings settings, Replay replay, Sampling sampling) {
    this.backend = backend;
    this.run = run;
    this.settings = settings;
    this.replay = replay;
    this.sampling = sampling;
  }

  /**
   * Verifies and measures those cases.
   *
   * @param finished is told each row as soon as it is there
   * @param interrupted is asked between samples; once it says so, this returns early, and cases
   *     under way get no row
   */
  public void run(
      List<PlannedCase> cases,
      Consumer<CaseRow> finished,
      Progress progress,
      BooleanSupplier interrupted) {
    progress.cases(cases.size());
    Consumer<CaseRun> ended =
        each -> {
          Block.attempt(each, each::close);
          CaseRow row = each.row(run, replay.bench(each.benchCase(), settings));
          finished.accept(row);
          progress.end(row);
        };
    try (Session session =
        new Session(
            backend, replay.devices().size(), settings, sampling, ended, progress, interrupted)) {
      session.run(cases);
    }
  }
}
