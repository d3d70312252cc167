package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Tensor;
import dev.pointwise.network.Network;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A forward pass on a backend, as a network and, on the same tensors, layer by layer. */
final class NetworkWorkload implements Workload {
  private final Resources owned = new Resources();
  private final PassOperands operands;
  private final NetworkSpec spec;
  private final PassTensors tensors;
  private final Network network;
  private final LayerLoop layers;
  private final List<HostTensor> results = new ArrayList<>();

  NetworkWorkload(Backend backend, ForwardPass pass, PassOperands operands) {
    this.operands = operands;
    spec = pass.spec(operands.specs(), operands.weights(), false);
    try {
      tensors = owned.add(new PassTensors(backend, spec, operands.inputs(), pass.siblings()));
      network = owned.add(spec.prepare(backend));
      layers = owned.add(new LayerLoop(backend, pass, operands, tensors));
    } catch (Throwable failure) {
      Closing.close(owned, failure);
      throw failure;
    }
  }

  @Override
  public void run() {
    network.runInto(tensors.inputs(), tensors.outputs());
  }

  @Override
  public void write() {
    for (String name : spec.inputs()) {
      tensors.input(name).write(Objects.requireNonNull(operands.inputs().get(name)));
    }
  }

  @Override
  public void read() {
    List<Tensor> outputs = tensors.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (i == results.size()) {
        results.add(HostTensor.allocate(outputs.get(i).spec().compact()));
      }
      outputs.get(i).read(results.get(i));
    }
  }

  @Override
  public @Nullable PlanExplanation plan() {
    return null;
  }

  /** False: a network records itself. */
  @Override
  public boolean recordable() {
    return false;
  }

  @Override
  public Optional<Runnable> layerByLayer() {
    return Optional.of(layers::run);
  }

  @Override
  public void close() {
    owned.close();
  }
}
