package dev.pointwise.bench;

import dev.pointwise.backend.PlanExplanation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A case on a backend, with operands: weights and tensors of its own. For one thread. */
public interface Workload extends AutoCloseable {
  /** Runs it once, on the same tensors each time. May return before the device has computed. */
  void run();

  /** Copies all inputs to the device, residuals included. */
  void write();

  /** Waits for the outputs and copies them to the host. */
  void read();

  /** How the backend computes it; null if there is no one plan. */
  @Nullable PlanExplanation plan();

  /** Whether runs may be recorded, as {@link dev.pointwise.backend.Backend#record} says. */
  boolean recordable();

  /** The same layers one by one, where that is something else. */
  default Optional<Runnable> layerByLayer() {
    return Optional.empty();
  }

  /** Frees weights and tensors. */
  @Override
  void close();
}
