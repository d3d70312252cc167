package dev.pointwise.network;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One named tensor of a network, and where it comes from. Immutable. */
sealed interface Node {
  String name();

  /** The names of the nodes that this one reads, in order, each as often as it reads it. */
  List<String> reads();

  /** A tensor that each call brings along. */
  record Input(String name, Signature signature) implements Node {
    @Override
    public List<String> reads() {
      return List.of();
    }
  }

  /** What a layer makes of {@code input}, and of {@code residual} if there is one. */
  record Conv(
      String name, ConvSpec spec, ConvWeights weights, String input, @Nullable String residual)
      implements Node {
    @Override
    public List<String> reads() {
      return residual == null ? List.of(input) : List.of(input, residual);
    }
  }

  /** Several tensors, one behind the other along the channels. */
  record Concat(String name, List<String> branches) implements Node {
    public Concat {
      branches = List.copyOf(branches);
    }

    @Override
    public List<String> reads() {
      return branches;
    }
  }
}
