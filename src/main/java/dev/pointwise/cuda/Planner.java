package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how one layer runs. By rule that is cuBLASLt, where one call of it does the whole layer,
 * else the plain products and the epilogue kernel.
 */
final class Planner {
  private final CudaBackend backend;
  private final ConvSpec spec;
  private final LayerWeights weights;

  Planner(CudaBackend backend, ConvSpec spec, LayerWeights weights) {
    this.backend = backend;
    this.spec = spec;
    this.weights = weights;
  }

  /** The plan for tensors of these specs; its maker is its first user. */
  CudaPlan plan(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    backend.enterContext(); // heuristics answer for the device whose context is current
    LtCandidates lt = new LtCandidates(backend, spec, weights, x, residual, y, 1);
    try {
      List<Candidate> candidates = new ArrayList<>(lt.list());
      candidates.addAll(GemmCandidates.of(backend, spec, weights, x, residual, y));
      Candidate chosen = candidates.get(0);
      return new CudaPlan(
          x, residual, y, chosen.variant(), explanation(chosen, candidates, lt), lt);
    } catch (Throwable failure) {
      Closing.close(lt, failure);
      throw failure;
    }
  }

  private static PlanExplanation explanation(
      Candidate chosen, List<Candidate> candidates, LtCandidates lt) {
    List<PlanExplanation.Candidate> all = new ArrayList<>();
    if (!lt.reason().isEmpty()) {
      all.add(
          new PlanExplanation.Candidate(
              LtCandidates.NAME, OptionalDouble.empty(), "not possible: " + lt.reason()));
    }
    for (Candidate each : candidates) {
      all.add(each.explained(OptionalDouble.empty()));
    }
    String reason =
        lt.reason().isEmpty()
            ? "by rule: one call does the whole layer"
            : "by rule: " + lt.reason();
    return new PlanExplanation(chosen.name(), reason, all);
  }
}
