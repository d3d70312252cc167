package dev.pointwise.network;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tensors in between, for inputs of certain extents. Shared by the calls with such inputs, and
 * freed with the last of them. Not thread-safe.
 */
final class Workspace implements AutoCloseable {
  private final List<Shape> inputs;
  private final List<Tensor> buffers = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private int users;

  /**
   * Allocates the buffers.
   *
   * @param inputs the extents of the inputs
   * @param specs the tensors in between
   * @param plan which of them share a buffer
   */
  Workspace(Backend backend, List<Shape> inputs, List<TensorSpec> specs, BufferPlan plan) {
    this.inputs = inputs;
    try {
      for (int buffer = 0; buffer < plan.sizes().size(); buffer++) {
        buffers.add(backend.allocate(largest(specs, plan, buffer)));
      }
      for (int i = 0; i < specs.size(); i++) {
        tensors.add(buffers.get(plan.assigned().get(i)).reshaped(specs.get(i)));
      }
    } catch (Throwable failure) {
      buffers.forEach(buffer -> Closing.close(buffer, failure));
      throw failure;
    }
  }

  private static TensorSpec largest(List<TensorSpec> specs, BufferPlan plan, int buffer) {
    return IntStream.range(0, specs.size())
        .filter(i -> plan.assigned().get(i) == buffer)
        .mapToObj(specs::get)
        .max(Comparator.comparingLong(TensorSpec::storageBytes))
        .orElseThrow();
  }

  boolean isFor(List<Shape> shapes) {
    return inputs.equals(shapes);
  }

  Tensor tensor(int index) {
    return tensors.get(index);
  }

  /** Begins a use, ended by {@link #close}. */
  Workspace shared() {
    users++;
    return this;
  }

  /** Ends a use; the last one frees the buffers. */
  @Override
  public void close() {
    users--;
    if (users == 0) {
      Closing.closeAll(buffers.toArray(AutoCloseable[]::new));
    }
  }
}
