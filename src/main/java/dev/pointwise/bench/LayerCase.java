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
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.QuantizedWeights;
import java.util.List;

/**
 * A layer with extents, types and layout.
 *
 * @param shape the layer and the extents of its input
 * @param precision types and multiplication
 * @param layout the layout of input, residual and output
 * @param fuse {@link Fuse#EPILOGUE}, or {@link Fuse#NONE} for the product alone
 */
public record LayerCase(LayerShape shape, Precision precision, Layout layout, Fuse fuse)
    implements BenchCase {
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  /**
   * Checks that the case can be verified.
   *
   * @throws IllegalArgumentException if W or the output has more elements than the oracle takes, or
   *     sums of integers may not fit, or the product alone has something behind it
   */
  public LayerCase {
    long elements = Math.max(shape.output().elements(), shape.weights());
    if (elements > MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "shape is "
              + shape
              + ", expected W and an output of at most 2^31-9 elements, as the oracle takes");
    }
    QuantizedWeights.checkSums(shape.spec(precision, layout));
    boolean whole = fuse == Fuse.EPILOGUE;
    if (!whole && !(fuse == Fuse.NONE && shape.equals(shape.product()))) {
      throw new IllegalArgumentException(
          "fuse is " + fuse + ", expected epilogue, or none for a product alone: " + shape);
    }
  }

  /** The layer as a whole. */
  public LayerCase(LayerShape shape, Precision precision, Layout layout) {
    this(shape, precision, layout, Fuse.EPILOGUE);
  }

  /** The product of this layer alone: without bias, residual and activation. */
  public LayerCase product() {
    return new LayerCase(shape.product(), precision, layout, Fuse.NONE);
  }

  /** The layer. */
  public ConvSpec spec() {
    return shape.spec(precision, layout);
  }

  /** The input. */
  public TensorSpec input() {
    return TensorSpec.of(shape.input(), precision.storage(), layout);
  }

  /** The output, and the residual. */
  public TensorSpec output() {
    return spec().output(input());
  }

  /** Floating-point operations: two for a multiply-add; bias and activation are not counted. */
  public double flops() {
    return 2.0 * shape.macs();
  }

  /** Bytes that have to be moved, as {@link LayerShape#bytes} counts them. */
  public long bytes() {
    return shape.bytes(precision);
  }

  /** Bytes of weights, biases and slopes on a device. */
  long weightBytes() {
    long vectors = shape.parameters() - shape.weights();
    return shape.weights() * precision.storage().bytes() + vectors * Float.BYTES;
  }

  @Override
  public CaseKey key() {
    return Names.key(fuse, shape.toString(), precision, layout);
  }

  @Override
  public List<GemmShape> products() {
    return List.of(GemmShape.of(spec(), input(), output()));
  }

  @Override
  public Work work() {
    return new Work(flops(), bytes(), shape.parameters());
  }

  @Override
  public long deviceBytes() {
    long outputs = shape.residual() ? 2 : 1;
    return input().storageBytes() + outputs * output().storageBytes() + weightBytes();
  }

  @Override
  public List<String> options() {
    return Names.options(key());
  }

  @Override
  public Verification verify(Backend backend, long seed) {
    return new Verifier(backend, seed).verify(this);
  }

  @Override
  public Workload open(Backend backend, long seed, Fill fill) {
    return new LayerWorkload(
        backend,
        this,
        Filling.operands(fill, spec(), input(), shape.bias(), shape.residual(), seed));
  }

  @Override
  public String toString() {
    return key().toString();
  }
}
