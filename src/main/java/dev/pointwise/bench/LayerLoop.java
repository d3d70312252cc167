package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a forward pass one by one: neither merged nor recorded, a call for each, on the
 * network's inputs and into its outputs, or tensors of their own where those are slices.
 */
final class LayerLoop implements AutoCloseable {
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();

  /** One call. */
  private record Run(ConvLayer layer, Tensor x, @Nullable Tensor residual, Tensor y) {}

  LayerLoop(Backend backend, ForwardPass pass, PassOperands operands, PassTensors tensors) {
    try {
      for (int i = 0; i < pass.layers().size(); i++) {
        PassLayer layer = pass.layers().get(i);
        ConvLayer prepared =
            owned(backend.prepare(operands.specs().get(i), operands.weights().get(i)));
        Tensor x = layer.fed() ? runs.getLast().y() : tensors.input(layer.source());
        Tensor residual = layer.residual() == null ? null : tensors.input(layer.residual());
        Tensor shared = layer.feeds() ? null : tensors.output(layer.name());
        Tensor y =
            shared != null && shared.spec().isCompact()
                ? shared
                : owned(backend.allocate(layer.layerCase().output()));
        runs.add(new Run(prepared, x, residual, y));
      }
    } catch (Throwable failure) {
      Closing.close(this, failure);
      throw failure;
    }
  }

  private <T extends AutoCloseable> T owned(T resource) {
    owned.add(resource);
    return resource;
  }

  /** Runs all layers. */
  void run() {
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      run.layer().runInto(run.x(), run.residual(), run.y());
    }
  }

  @Override
  public void close() {
    Closing.closeAll(owned.reversed().toArray(AutoCloseable[]::new));
  }
}
