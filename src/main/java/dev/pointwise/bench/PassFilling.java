package dev.pointwise.bench;

import dev.pointwise.results.Fill;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Operands of a forward pass, whose results are not looked into or compared within bounds: weights
 * for each layer, one host tensor for all inputs of the same extents.
 */
final class PassFilling {
  private PassFilling() {}

  static PassOperands of(ForwardPass pass, Fill fill, long seed) {
    List<ConvSpec> specs = new ArrayList<>();
    List<ConvWeights> weights = new ArrayList<>();
    for (PassLayer layer : pass.layers()) {
      ConvSpec spec = layer.spec();
      boolean bias = layer.layerCase().shape().bias();
      specs.add(spec);
      weights.add(
          Filling.operands(fill, spec, spec.input(1, 1, 1), bias, false, seed + weights.size())
              .weights());
    }
    return new PassOperands(specs, weights, inputs(pass, fill, seed));
  }

  private static Map<String, HostTensor> inputs(ForwardPass pass, Fill fill, long seed) {
    Map<TensorSpec, HostTensor> bySpec = new HashMap<>();
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    pass.inputs()
        .forEach(
            (name, spec) ->
                inputs.put(name, bySpec.computeIfAbsent(spec, x -> input(pass, fill, x, seed))));
    return inputs;
  }

  private static HostTensor input(ForwardPass pass, Fill fill, TensorSpec input, long seed) {
    ConvSpec reader =
        ConvSpec.of(input.shape().c(), 1)
            .precision(pass.network().precision())
            .layout(input.layout());
    return Filling.operands(fill, reader, input, false, false, seed).x();
  }
}
