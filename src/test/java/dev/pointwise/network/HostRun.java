package dev.pointwise.network;

import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A network's declared layers, one by one, through the oracle; concats are copied together. */
final class HostRun {
  private final Graph graph;
  private final Map<String, HostTensor> values = new HashMap<>();

  private HostRun(Graph graph) {
    this.graph = graph;
  }

  /** The outputs for those inputs. */
  static List<HostTensor> of(Graph graph, List<HostTensor> inputs) {
    HostRun run = new HostRun(graph);
    for (int i = 0; i < inputs.size(); i++) {
      run.values.put(graph.inputs().get(i).name(), inputs.get(i));
    }
    graph.nodes().forEach(run::compute);
    return graph.outputs().stream().map(run::value).toList();
  }

  private HostTensor value(String name) {
    return Objects.requireNonNull(values.get(name));
  }

  private void compute(Node node) {
    if (node instanceof Node.Conv conv) {
      HostTensor residual = conv.residual() == null ? null : value(conv.residual());
      values.put(
          conv.name(),
          Oracle.compute(conv.spec(), conv.weights(), value(conv.input()), residual)
              .toHost(conv.spec().precision().output()));
    } else if (node instanceof Node.Concat concat) {
      values.put(concat.name(), concat(concat));
    }
  }

  private HostTensor concat(Node.Concat concat) {
    TensorSpec first = value(concat.branches().getFirst()).spec();
    Signature signature = graph.signature(concat.name());
    HostTensor whole = HostTensor.allocate(signature.at(first.shape()));
    int offset = 0;
    for (String branch : concat.branches()) {
      copy(value(branch), whole, offset);
      offset += value(branch).spec().shape().c();
    }
    return whole;
  }

  private static void copy(HostTensor from, HostTensor to, int offset) {
    Shape shape = from.spec().shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int h = 0; h < shape.h(); h++) {
          for (int w = 0; w < shape.w(); w++) {
            to.set(n, offset + c, h, w, from.get(n, c, h, w));
          }
        }
      }
    }
  }
}
