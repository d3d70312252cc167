package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Tensor;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The inputs and outputs of a forward pass on a backend. Each input has memory of its own, as in
 * the real network, even where the numbers are the same; the outputs of siblings lie side by side.
 */
final class PassTensors implements AutoCloseable {
  private final NetworkSpec spec;
  private final List<Tensor> owned = new ArrayList<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();

  /**
   * Uploads the inputs and allocates the outputs.
   *
   * @param hosts the inputs by name
   * @param siblings outputs that are to lie side by side in one tensor, by name
   */
  PassTensors(
      Backend backend,
      NetworkSpec spec,
      Map<String, HostTensor> hosts,
      List<List<String>> siblings) {
    this.spec = spec;
    try {
      for (String name : spec.inputs()) {
        inputs.add(owned(backend.upload(Objects.requireNonNull(hosts.get(name)))));
      }
      List<TensorSpec> specs = spec.outputSpecs(inputs.stream().map(Tensor::spec).toList());
      Map<String, Tensor> slices = slices(backend, specs, siblings);
      for (int i = 0; i < specs.size(); i++) {
        Tensor slice = slices.get(spec.outputs().get(i));
        outputs.add(slice == null ? owned(backend.allocate(specs.get(i))) : slice);
      }
    } catch (Throwable failure) {
      Closing.close(this, failure);
      throw failure;
    }
  }

  private Map<String, Tensor> slices(
      Backend backend, List<TensorSpec> specs, List<List<String>> siblings) {
    Map<String, Tensor> slices = new HashMap<>();
    for (List<String> group : siblings) {
      List<TensorSpec> parts =
          group.stream().map(name -> specs.get(spec.outputs().indexOf(name))).toList();
      int channels = parts.stream().mapToInt(part -> part.shape().c()).sum();
      TensorSpec first = parts.getFirst();
      Tensor whole =
          owned(
              backend.allocate(
                  TensorSpec.of(first.shape().channels(channels), first.dtype(), first.layout())));
      int offset = 0;
      for (int i = 0; i < group.size(); i++) {
        slices.put(group.get(i), whole.slice(offset, parts.get(i).shape().c()));
        offset += parts.get(i).shape().c();
      }
    }
    return slices;
  }

  private Tensor owned(Tensor tensor) {
    owned.add(tensor);
    return tensor;
  }

  List<Tensor> inputs() {
    return inputs;
  }

  List<Tensor> outputs() {
    return outputs;
  }

  Tensor input(String name) {
    return inputs.get(spec.inputs().indexOf(name));
  }

  Tensor output(String name) {
    return outputs.get(spec.outputs().indexOf(name));
  }

  /** Fills the outputs with NaN. */
  void poison() {
    for (Tensor output : outputs) {
      output.write(HostTensor.allocate(output.spec().compact()).fill(Float.NaN));
    }
  }

  @Override
  public void close() {
    Closing.closeAll(owned.reversed().toArray(AutoCloseable[]::new));
  }
}
