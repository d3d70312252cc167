package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways to run a layer as one call of cuBLASLt, one for each algorithm that its heuristics name;
 * or why there is none. All share the descriptors, which live until this is closed.
 */
final class LtCandidates implements AutoCloseable {
  static final String NAME = "cublasLtMatmul";
  private static final String ID = "lt:";

  private final @Nullable CublasLt lt;
  private final @Nullable LtProblem problem;
  private final @Nullable LtDescriptors descriptors;
  private final @Nullable Gather gather;
  private final LayerWeights weights;
  private final List<Candidate> list = new ArrayList<>();
  private final String reason;

  /**
   * Asks the heuristics, if cuBLASLt can do the layer at all.
   *
   * @param most how many algorithms to ask for
   */
  LtCandidates(
      CudaBackend backend,
      ConvSpec spec,
      LayerWeights weights,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y,
      int most) {
    this.weights = weights;
    lt = backend.lt();
    String obstacle =
        lt == null
            ? "cuBLASLt is " + CublasLt.unavailableReason()
            : LtProblem.obstacle(
                spec,
                weights,
                GemmShape.of(spec, x, y),
                residual == null ? null : GemmShape.of(spec, x, residual).c());
    if (lt == null || obstacle != null) {
      problem = null;
      descriptors = null;
      gather = null;
      reason = String.valueOf(obstacle);
      return;
    }
    problem = LtProblem.of(spec, weights, x, residual, y);
    gather = GemmCandidates.gather(backend, spec, x);
    descriptors = lt.describe(problem);
    try {
      for (LtAlgorithm algorithm : lt.heuristics(problem, descriptors, most)) {
        list.add(candidate(lt, problem, descriptors, algorithm, "heuristic " + (list.size() + 1)));
      }
    } catch (Throwable failure) {
      Closing.close(this, failure);
      throw failure;
    }
    reason = list.isEmpty() ? "cuBLASLt names no algorithm for it" : "";
  }

  private Candidate candidate(
      CublasLt lt,
      LtProblem problem,
      LtDescriptors descriptors,
      LtAlgorithm algorithm,
      String note) {
    return new Candidate(
        ID + algorithm.hex(),
        (gather == null ? "" : "gather + ") + NAME,
        note,
        new LtVariant(lt, problem, descriptors, algorithm, gather, weights, 1));
  }

  /** The candidate of that id, if it is an algorithm that the library still accepts; else null. */
  @Nullable Candidate kept(String id) {
    if (lt == null || problem == null || descriptors == null || !id.startsWith(ID)) {
      return null;
    }
    LtAlgorithm algorithm;
    try {
      algorithm = new LtAlgorithm(id.substring(ID.length()));
    } catch (IllegalArgumentException e) {
      return null;
    }
    return lt.accepts(descriptors, algorithm)
        ? candidate(lt, problem, descriptors, algorithm, "kept from tuning")
        : null;
  }

  /** One for each algorithm, the heuristics' best first. */
  List<Candidate> list() {
    return list;
  }

  /** Why there is none; empty if there is one. */
  String reason() {
    return reason;
  }

  @Override
  public void close() {
    if (descriptors != null) {
      descriptors.close();
    }
  }
}
