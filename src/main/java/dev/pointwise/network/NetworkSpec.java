package dev.pointwise.network;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.Leaks;
import dev.pointwise.spec.TensorSpec;
import java.util.List;

/**
 * A network of layers, with their weights, on no backend yet. Immutable.
 *
 * <p>When it is built, layers that do the work of two are put in their place ({@code y = W₂(W₁x +
 * b₁) + b₂} becomes one layer, a scale per channel becomes part of its neighbour), and layers that
 * read the same tensor are merged. What is folded is computed in binary64 and rounded once, so
 * results may differ from those of the layers one by one by the roundings that fell away.
 */
public final class NetworkSpec {
  private final Graph declared;
  private final Graph graph;
  private final Schedule schedule;

  NetworkSpec(Graph declared) {
    this.declared = declared;
    this.graph = LinearFolding.folded(declared);
    this.schedule = Schedule.of(graph);
  }

  /** An empty description. */
  public static NetworkBuilder builder() {
    return new NetworkBuilder();
  }

  /** The names of the inputs, in the order of a call. */
  public List<String> inputs() {
    return declared.inputs().stream().map(Node.Input::name).toList();
  }

  /** The names of the outputs, in the order of a call. */
  public List<String> outputs() {
    return declared.outputs();
  }

  /**
   * The outputs for those inputs, compact.
   *
   * @param inputs in the order of {@link #inputs()}; may be slices
   * @throws IllegalArgumentException if the inputs do not fit the network, or what meets in a
   *     residual or a concat has different extents
   */
  public List<TensorSpec> outputSpecs(List<TensorSpec> inputs) {
    return Extents.of(declared, inputs).outputs();
  }

  /**
   * What a run on those inputs comes to.
   *
   * @throws IllegalArgumentException as {@link #outputSpecs} does
   */
  public Footprint footprint(List<TensorSpec> inputs) {
    BufferPlan plan = bufferPlan(innerSpecs(Extents.of(declared, inputs)));
    return new Footprint(
        declared.convs().size(),
        schedule.steps().size(),
        schedule.products(),
        plan.sizes().size(),
        plan.bytes());
  }

  /**
   * Uploads the weights.
   *
   * @throws BackendException if the device refuses; nothing is left behind
   */
  public Network prepare(Backend backend) {
    return new Network(
        this, backend, Leaks.parts(() -> PreparedStep.all(backend, schedule.steps())));
  }

  /** The network as it was declared, with no concat within another. */
  Graph declared() {
    return declared;
  }

  /** The network as it runs. */
  Graph graph() {
    return graph;
  }

  Schedule schedule() {
    return schedule;
  }

  Extents extents(List<TensorSpec> inputs) {
    return Extents.of(declared, inputs);
  }

  /** The tensors in between, in the order of {@link Slot#index}. */
  List<TensorSpec> innerSpecs(Extents extents) {
    return schedule.inner().stream()
        .map(inner -> extents.spec(inner.like(), inner.channels()))
        .toList();
  }

  BufferPlan bufferPlan(List<TensorSpec> inner) {
    return BufferPlan.of(inner, schedule.lifespans());
  }

  @Override
  public String toString() {
    return "network "
        + String.join(", ", inputs())
        + " → "
        + String.join(", ", outputs())
        + " of "
        + declared.convs().size()
        + " layers";
  }
}
