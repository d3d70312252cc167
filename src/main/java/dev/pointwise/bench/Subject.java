package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Recording;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A case on a backend, warmed up, with the series that are to be taken of it. */
final class Subject implements AutoCloseable {
  /** The most runs that are recorded as one. */
  private static final int MOST_RECORDED = 200;

  private final Resources owned = new Resources();
  private final List<Track> tracks = new ArrayList<>();
  private final @Nullable PlanExplanation plan;

  /** For tests: series and nothing else. */
  Subject(List<Track> tracks) {
    tracks.forEach(track -> this.tracks.add(owned.add(track)));
    plan = null;
  }

  /** Puts a case on a backend and warms it up. */
  Subject(
      Backend backend,
      BenchCase benchCase,
      Settings settings,
      boolean again,
      Sampling sampling,
      double warmUp) {
    try {
      Workload workload = owned.add(benchCase.open(backend, settings.seed(), settings.fill()));
      Samplers samplers = new Samplers(backend, workload, settings.timing(), sampling);
      Sampler hot = owned.add(samplers.of(workload::run, 1));
      int runs = new WarmUp(warmUp, sampling.sample(), sampling.nanoTime()).runs(hot);
      plan = workload.plan();
      List<Planned> planned = new ArrayList<>();
      Sampler cold = owned.add(samplers.of(workload::run, 1));
      planned.add(new Planned(again ? Series.COLD_AGAIN : Series.COLD, cold, 1));
      planned.add(new Planned(again ? Series.HOT_AGAIN : Series.HOT, hot, runs));
      if (settings.recorded() && workload.recordable() && !again) {
        int each = settings.timing() == Timing.E2E ? 1 : Math.min(runs, MOST_RECORDED);
        Recording recording = owned.add(backend.record(() -> repeat(workload, each)));
        Sampler recorded = owned.add(samplers.of(recording::replay, each));
        planned.add(new Planned(Series.RECORDED, recorded, Math.ceilDiv(runs, each) * each));
      }
      if (!again) {
        workload
            .layerByLayer()
            .ifPresent(
                layers -> {
                  Sampler sampler = owned.add(samplers.of(layers, 1));
                  int each = new WarmUp(0, sampling.sample(), sampling.nanoTime()).runs(sampler);
                  planned.add(new Planned(Series.LAYER_BY_LAYER, sampler, each));
                });
      }
      double seconds = settings.budget() / planned.size();
      for (Planned each : planned) {
        tracks.add(new Track(each.series(), each.sampler(), each.runs(), sampling.rule(), seconds));
      }
    } catch (Throwable failure) {
      Closing.close(owned, failure);
      throw failure;
    }
  }

  /** A series to be. */
  private record Planned(Series series, Sampler sampler, int runs) {}

  /** Makes samplers of one workload. */
  private record Samplers(Backend backend, Workload workload, Timing timing, Sampling sampling) {
    Sampler of(Runnable work, int runsOfWork) {
      return timing == Timing.E2E
          ? new HostSampler(backend, workload, work, sampling.nanoTime())
          : new DeviceSampler(work, runsOfWork, backend.stopwatch());
    }
  }

  private static void repeat(Workload workload, int runs) {
    for (int i = 0; i < runs; i++) {
      workload.run();
    }
  }

  List<Track> tracks() {
    return tracks;
  }

  /** How the backend computes the case. */
  @Nullable PlanExplanation plan() {
    return plan;
  }

  @Override
  public void close() {
    owned.close();
  }
}
