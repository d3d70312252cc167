package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Work;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Printable;
import dev.pointwise.spec.Siblings;
import dev.pointwise.spec.TensorSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Layers that read one tensor, in one call. As text: the first as a {@link LayerShape}, of each
 * other one C_out and what follows its product, such as {@code
 * n1c192h28w28k64+bias+relu/k96+bias+relu}.
 *
 * @param shapes the layers: alike but for C_out, bias and activation, without groups and residuals
 * @param precision types and multiplication
 * @param layout the layout of input and outputs
 */
public record SiblingCase(List<LayerShape> shapes, Precision precision, Layout layout)
    implements BenchCase {
  /** What stands between two siblings. */
  static final String SEPARATOR = "/";

  /**
   * Checks that the layers are siblings.
   *
   * @throws IllegalArgumentException if they are not, or have residuals or different inputs
   */
  public SiblingCase {
    shapes = List.copyOf(shapes);
    for (LayerShape shape : shapes) {
      if (shape.residual() || !shape.input().equals(shapes.getFirst().input())) {
        throw new IllegalArgumentException(
            "sibling is "
                + shape
                + ", expected no residual and the input "
                + shapes.getFirst().input());
      }
    }
    new Siblings(specs(shapes, precision, layout));
  }

  private static List<ConvSpec> specs(List<LayerShape> shapes, Precision precision, Layout layout) {
    return shapes.stream().map(shape -> shape.spec(precision, layout)).toList();
  }

  /**
   * Reads the text form, of which a single layer is one, too.
   *
   * @throws IllegalArgumentException if it is malformed, or makes no layers
   */
  public static List<LayerShape> parse(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    LayerShape first = LayerShape.parse(parts[0]);
    String alike = first.input() + (first.stride() == 1 ? "" : "s" + first.stride());
    return IntStream.range(0, parts.length)
        .mapToObj(i -> i == 0 ? first : sibling(text, alike, parts[i]))
        .toList();
  }

  private static LayerShape sibling(String text, String alike, String part) {
    if (!part.startsWith("k")) {
      throw new IllegalArgumentException(
          "shape "
              + Printable.quote(text)
              + " has the sibling "
              + Printable.quote(part)
              + ", expected k and a number first");
    }
    return LayerShape.parse(alike + part);
  }

  /** The layers. */
  List<ConvSpec> specs() {
    return specs(shapes, precision, layout);
  }

  /** The input. */
  TensorSpec input() {
    return TensorSpec.of(shapes.getFirst().input(), precision.storage(), layout);
  }

  /** The layers by themselves. */
  List<LayerCase> layers() {
    return shapes.stream().map(shape -> new LayerCase(shape, precision, layout)).toList();
  }

  @Override
  public CaseKey key() {
    StringBuilder text = new StringBuilder(shapes.getFirst().toString());
    for (LayerShape shape : shapes.subList(1, shapes.size())) {
      text.append(SEPARATOR).append(shape.outputText());
    }
    return Names.key(Fuse.SIBLINGS, text.toString(), precision, layout);
  }

  @Override
  public List<GemmShape> products() {
    ConvSpec stacked = new Siblings(specs()).stacked();
    return List.of(GemmShape.of(stacked, input(), stacked.output(input())));
  }

  @Override
  public Work work() {
    long input = shapes.getFirst().inputBytes(precision);
    return new Work(
        layers().stream().mapToDouble(LayerCase::flops).sum(),
        input + shapes.stream().mapToLong(shape -> shape.bytes(precision) - input).sum(),
        shapes.stream().mapToLong(LayerShape::parameters).sum());
  }

  @Override
  public long deviceBytes() {
    long input = input().storageBytes();
    return input + layers().stream().mapToLong(layer -> layer.deviceBytes() - input).sum();
  }

  @Override
  public List<String> options() {
    return Names.options(key());
  }

  @Override
  public Verification verify(Backend backend, long seed) {
    return new SiblingVerifier(backend, seed).verify(this);
  }

  @Override
  public Workload open(Backend backend, long seed, Fill fill) {
    return new SiblingWorkload(backend, operands(seed, fill));
  }

  private SiblingOperands operands(long seed, Fill fill) {
    return SiblingOperands.of(
        this, specs(), (spec, x, bias) -> Filling.operands(fill, spec, x, bias, false, seed));
  }

  @Override
  public String toString() {
    return key().toString();
  }
}
