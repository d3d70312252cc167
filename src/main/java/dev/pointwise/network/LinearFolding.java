package dev.pointwise.network;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.Elements;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds two layers into one where that is less work: the first has no activation, no residual, and
 * the second as its only reader. A scale per channel (as many groups as channels in and out) folds
 * into either neighbour; two dense layers fold where the one has fewer weights, and so fewer
 * multiply-adds, than the two. Strides multiply.
 *
 * <p>The tensor between the two is no longer rounded to the storage type, and W is rounded once,
 * after folding; quantized layers stay as they are. A result may differ from that of the two layers
 * by these roundings. A pair whose folded W or bias its type cannot hold is left as it is.
 */
final class LinearFolding {
  private LinearFolding() {}

  /** The graph with all such pairs folded. */
  static Graph folded(Graph graph) {
    Graph left = graph;
    for (Optional<Graph> next = step(left); next.isPresent(); next = step(left)) {
      left = next.get();
    }
    return left;
  }

  private static Optional<Graph> step(Graph graph) {
    for (Node.Conv first : graph.convs()) {
      Node.Conv second = onlyReader(graph, first);
      if (second != null && isLinear(first) && fits(graph, first, second)) {
        ConvWeights weights = weights(first, second);
        if (weights != null && isHeld(weights, second.spec().precision())) {
          return Optional.of(graph.fused(first, second, whole(first, second, weights)));
        }
      }
    }
    return Optional.empty();
  }

  /** The layer that alone reads that one, once, and as its input; or null. */
  private static Node.@Nullable Conv onlyReader(Graph graph, Node.Conv conv) {
    if (graph.outputs().contains(conv.name()) || graph.readers(conv.name()).size() != 1) {
      return null;
    }
    Node reader = graph.readers(conv.name()).getFirst();
    return reader instanceof Node.Conv next && next.input().equals(conv.name()) ? next : null;
  }

  private static boolean isLinear(Node.Conv conv) {
    return conv.spec().activation().kind() == Activation.Kind.NONE && conv.residual() == null;
  }

  private static boolean fits(Graph graph, Node.Conv first, Node.Conv second) {
    boolean concat = graph.node(first.input()) instanceof Node.Concat;
    long stride = (long) first.spec().stride() * second.spec().stride();
    return first.spec().precision() == second.spec().precision()
        && !first.spec().precision().quantized()
        && stride <= (concat ? 1 : Integer.MAX_VALUE);
  }

  private static @Nullable ConvWeights weights(Node.Conv first, Node.Conv second) {
    if (isScale(second.spec())) {
      return new FoldedWeights(first, second).scaledRows();
    }
    if (isScale(first.spec())) {
      return new FoldedWeights(first, second).scaledColumns();
    }
    return isLess(first.spec(), second.spec()) ? new FoldedWeights(first, second).product() : null;
  }

  private static boolean isScale(ConvSpec spec) {
    return spec.groups() == spec.cIn() && spec.cIn() == spec.cOut();
  }

  private static boolean isLess(ConvSpec first, ConvSpec second) {
    return first.groups() == 1
        && second.groups() == 1
        && (long) first.cIn() * second.cOut() < first.weightElements() + second.weightElements();
  }

  private static boolean isHeld(ConvWeights weights, Precision precision) {
    float[] bias = weights.bias();
    return isHeld(weights.weight(), precision.storage())
        && (bias == null || isHeld(bias, precision.output()));
  }

  private static boolean isHeld(float[] values, DType type) {
    for (float value : values) {
      if (!Float.isFinite(Elements.stored(value, type))) {
        return false;
      }
    }
    return true;
  }

  private static Node.Conv whole(Node.Conv first, Node.Conv second, ConvWeights weights) {
    ConvSpec before = first.spec();
    ConvSpec after = second.spec();
    ConvSpec spec =
        new ConvSpec(
            before.cIn(),
            after.cOut(),
            isScale(after) ? before.groups() : after.groups(),
            before.stride() * after.stride(),
            after.activation(),
            after.precision(),
            before.inputLayout(),
            after.outputLayout());
    return new Node.Conv(second.name(), spec, weights, first.input(), second.residual());
  }
}
