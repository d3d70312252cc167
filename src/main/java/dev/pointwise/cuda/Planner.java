package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Tuning;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how one layer runs: as was found to be fastest before; else, with tuning on, by timing
 * all candidates; else by rule. By rule that is cuBLASLt, where one call of it does the whole
 * layer, else the plain products and the epilogue kernel.
 */
final class Planner {
  private static final int MOST_ALGORITHMS = 8;

  private final CudaBackend backend;
  private final ConvSpec spec;
  private final LayerWeights weights;

  Planner(CudaBackend backend, ConvSpec spec, LayerWeights weights) {
    this.backend = backend;
    this.spec = spec;
    this.weights = weights;
  }

  /** What was chosen of some candidates, why, and their times where they were timed. */
  private record Choice(Candidate candidate, String reason, List<OptionalDouble> seconds) {}

  /** The plan for tensors of these specs; its maker is its first user. */
  CudaPlan plan(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    backend.enterContext();
    int most = backend.tuning() == Tuning.ON ? MOST_ALGORITHMS : 1;
    LtCandidates lt = new LtCandidates(backend, spec, weights, x, residual, y, most);
    try {
      List<Candidate> candidates = new ArrayList<>(lt.list());
      candidates.addAll(GemmCandidates.of(backend, spec, weights, x, residual, y));
      Choice choice = choose(lt, candidates, x, residual, y);
      return new CudaPlan(
          x, residual, y, choice.candidate.variant(), explanation(choice, candidates, lt), lt);
    } catch (Throwable failure) {
      Closing.close(lt, failure);
      throw failure;
    }
  }

  private Choice choose(
      LtCandidates lt,
      List<Candidate> candidates,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    String key = key(x, residual, y);
    TunedPlan kept = backend.tuned().get(key);
    Candidate known = kept == null ? null : find(kept.id(), lt, candidates);
    if (kept != null && known != null) {
      if (!candidates.contains(known)) {
        candidates.addFirst(known);
      }
      List<OptionalDouble> seconds = untimed(candidates);
      seconds.set(candidates.indexOf(known), OptionalDouble.of(kept.seconds()));
      return new Choice(known, "timed before on such a device, and kept", seconds);
    }
    String why = "";
    if (backend.tuning() == Tuning.ON && candidates.size() > 1) {
      try {
        Choice tuned = tune(candidates, x, residual, y);
        if (tuned != null) {
          int index = candidates.indexOf(tuned.candidate);
          backend
              .tuned()
              .put(
                  key, new TunedPlan(tuned.candidate.id(), tuned.seconds.get(index).orElseThrow()));
          return tuned;
        }
        why = ", none could be timed";
      } catch (DeviceMemoryException e) {
        why = ", too little memory to time any";
      }
    }
    String rule = lt.reason().isEmpty() ? "one call does the whole layer" : lt.reason();
    return new Choice(candidates.getFirst(), "by rule: " + rule + why, untimed(candidates));
  }

  private static @Nullable Candidate find(String id, LtCandidates lt, List<Candidate> candidates) {
    for (Candidate each : candidates) {
      if (each.id().equals(id)) {
        return each;
      }
    }
    return lt.kept(id);
  }

  private static List<OptionalDouble> untimed(List<Candidate> candidates) {
    return new ArrayList<>(Collections.nCopies(candidates.size(), OptionalDouble.empty()));
  }

  /**
   * The fastest; null if none runs. No lane is waited for, since whoever holds one may wait for
   * this plan; and while one captures, nothing can be timed on it.
   */
  private @Nullable Choice tune(
      List<Candidate> candidates, TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    Lane lane = backend.tryAcquire();
    if (lane == null) {
      return null;
    }
    try {
      if (lane.captured() != null) {
        return null;
      }
      try (Tuner tuner = new Tuner(backend.deviceMemory(), lane, x, residual, y)) {
        return fastest(candidates, tuner.time(candidates));
      }
    } finally {
      lane.lock.unlock();
    }
  }

  private static @Nullable Choice fastest(
      List<Candidate> candidates, List<OptionalDouble> seconds) {
    int best = -1;
    for (int i = 0; i < candidates.size(); i++) {
      double time = seconds.get(i).orElse(Double.POSITIVE_INFINITY);
      if (time < (best < 0 ? Double.POSITIVE_INFINITY : seconds.get(best).getAsDouble())) {
        best = i;
      }
    }
    long timed = seconds.stream().filter(OptionalDouble::isPresent).count();
    return best < 0
        ? null
        : new Choice(
            candidates.get(best), "timed: the fastest of " + timed + " candidates", seconds);
  }

  /** The layer and its tensors, with all that the choice depends on. */
  private String key(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    String bias = weights.bias() == 0 ? "no bias" : "bias";
    return spec + ", " + bias + "; x " + x + "; y " + y + "; residual " + residual;
  }

  private static PlanExplanation explanation(
      Choice choice, List<Candidate> candidates, LtCandidates lt) {
    List<PlanExplanation.Candidate> all = new ArrayList<>();
    if (!lt.reason().isEmpty()) {
      all.add(
          new PlanExplanation.Candidate(
              LtCandidates.NAME, OptionalDouble.empty(), "not possible: " + lt.reason()));
    }
    for (int i = 0; i < candidates.size(); i++) {
      all.add(candidates.get(i).explained(choice.seconds.get(i)));
    }
    return new PlanExplanation(choice.candidate.name(), choice.reason, all);
  }
}
