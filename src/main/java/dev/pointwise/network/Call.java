package dev.pointwise.network;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Leaks;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network's steps on certain tensors. Runs them one by one the first time, records them the
 * second time, and replays from then on: tensors that come once cost no recording. Not thread-safe.
 */
final class Call implements AutoCloseable {
  private final List<Tensor> inputs;
  private final List<Tensor> outputs;
  private final Workspace workspace;
  private final List<Runnable> steps = new ArrayList<>();
  private @Nullable Recording recording;
  private boolean ran;
  private boolean unrecorded;

  /** Binds the steps; the call ends one use of the workspace when it is closed. */
  Call(
      List<PreparedStep> prepared, List<Tensor> inputs, List<Tensor> outputs, Workspace workspace) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.workspace = workspace;
    for (PreparedStep step : prepared) {
      steps.add(bind(step));
    }
  }

  private Runnable bind(PreparedStep prepared) {
    Step step = prepared.step();
    Slot residual = step.residual();
    return prepared
        .binder()
        .bind(
            tensors(step.sources()),
            residual == null ? null : tensor(residual),
            tensors(step.outputs()));
  }

  /** Immutable, so that no layer has to copy it. */
  private List<Tensor> tensors(List<Slot> slots) {
    return List.copyOf(slots.stream().map(this::tensor).toList());
  }

  private Tensor tensor(Slot slot) {
    Tensor home =
        switch (slot.home()) {
          case INPUT -> inputs.get(slot.index());
          case OUTPUT -> outputs.get(slot.index());
          case INNER -> workspace.tensor(slot.index());
        };
    boolean whole = slot.channels() == home.spec().shape().c();
    return whole ? home : home.slice(slot.offset(), slot.channels());
  }

  /** Whether the call is for these very tensors. Allocates nothing. */
  boolean isFor(List<Tensor> givenInputs, List<Tensor> givenOutputs) {
    return same(inputs, givenInputs) && same(outputs, givenOutputs);
  }

  @SuppressWarnings("ReferenceEquality") // the very same tensors
  private static boolean same(List<Tensor> own, List<Tensor> given) {
    if (own.size() != given.size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i) != given.get(i)) {
        return false;
      }
    }
    return true;
  }

  Workspace workspace() {
    return workspace;
  }

  /** Runs the steps. */
  void run(Backend backend) {
    if (recording != null) {
      recording.replay();
    } else if (ran && !unrecorded) {
      record(backend);
    } else {
      runSteps();
      ran = true;
    }
  }

  /**
   * Records the steps, which runs them; where there is no memory for that, they stay as they are.
   */
  private void record(Backend backend) {
    try {
      recording = Leaks.parts(() -> backend.record(this::runSteps));
    } catch (DeviceMemoryException e) {
      unrecorded = true;
      runSteps();
    }
  }

  private void runSteps() {
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run();
    }
  }

  @Override
  public void close() {
    Closing.closeAll(recording, workspace);
  }
}
