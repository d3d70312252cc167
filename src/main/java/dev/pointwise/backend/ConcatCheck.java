package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of the tensors of a layer that runs on a concatenation. */
final class ConcatCheck {
  private ConcatCheck() {}

  /**
   * Refuses tensors that do not fit the layer, or an output on what is read.
   *
   * @throws IllegalArgumentException if that is so
   */
  static void check(
      ConvSpec spec,
      List<? extends AbstractTensor> branches,
      @Nullable AbstractTensor residual,
      AbstractTensor output) {
    TensorSpec first = first(branches).spec();
    long channels = 0;
    for (int i = 0; i < branches.size(); i++) {
      AbstractTensor branch = branches.get(i);
      spec.checkBranch(i, branch.spec(), first);
      channels += branch.spec().shape().c();
    }
    spec.checkConcat(first, channels, output.spec());
    for (int i = 0; i < branches.size(); i++) {
      if (branches.get(i).overlaps(output)) {
        throw OwnTensors.overlap("branch " + i, branches.get(i), "output", output);
      }
    }
    if (residual != null) {
      spec.checkResidual(residual.spec(), output.spec());
      OwnTensors.separate("residual", residual, "output", output);
    }
  }

  /** The first branch. */
  static AbstractTensor first(List<? extends AbstractTensor> branches) {
    if (branches.isEmpty()) {
      throw new IllegalArgumentException("branches is empty, expected at least one tensor");
    }
    return branches.getFirst();
  }
}
