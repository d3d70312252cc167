package dev.pointwise.bench;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import java.util.Map;

/**
 * What a forward pass runs on in a check.
 *
 * @param specs of each layer; with the identity for an activation where the check cannot do with it
 * @param weights of each layer
 * @param inputs by name
 */
record PassOperands(
    List<ConvSpec> specs, List<ConvWeights> weights, Map<String, HostTensor> inputs) {}
