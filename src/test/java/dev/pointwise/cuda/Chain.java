package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A recorded chain of layers with bias and ReLU, each of which reads what the one before wrote. */
final class Chain implements AutoCloseable {
  private static final int CHANNELS = 64;

  private final List<AutoCloseable> resources = new ArrayList<>();
  private final List<ConvLayer> layers = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final Recording recording;

  /** A chain of that many layers, with a tensor more. */
  Chain(Backend backend, int length) {
    ConvSpec spec = ConvSpec.of(CHANNELS, CHANNELS).activation(Activation.RELU);
    ConvWeights weights = ConvWeights.of(new float[CHANNELS * CHANNELS]).bias(new float[CHANNELS]);
    tensors.add(backend.allocate(spec.input(1, 14, 14)));
    for (int i = 0; i < length; i++) {
      layers.add(backend.prepare(spec, weights));
      tensors.add(backend.allocate(spec.output(tensors.get(i).spec())));
    }
    recording = backend.record(this::run);
    resources.addAll(tensors);
    resources.addAll(layers);
    resources.add(recording);
    Collections.reverse(resources);
  }

  /** Runs the layers one by one. */
  void run() {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).runInto(tensors.get(i), null, tensors.get(i + 1));
    }
  }

  Recording recording() {
    return recording;
  }

  @Override
  public void close() {
    Closing.closeAll(resources.toArray(AutoCloseable[]::new));
  }
}
