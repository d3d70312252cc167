package dev.pointwise.cuda;

import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A quantized layer: a copy of the input where its channels do not lie as tensor cores want them,
 * the sums by cuBLASLt into scratch memory, and the epilogue kernel, which scales them.
 */
final class QuantizedVariant implements Variant {
  private static final long ONE = Arena.global().allocateFrom(ValueLayout.JAVA_FLOAT, 1).address();
  private static final long INTEGER_ONE =
      Arena.global().allocateFrom(ValueLayout.JAVA_INT, 1).address();

  /** Zero in either type. */
  private static final long ZERO = Arena.global().allocateFrom(ValueLayout.JAVA_INT, 0).address();

  private final CublasLt lt;
  private final LtDescriptors descriptors;
  private final MemorySegment algorithm;
  private final LayerWeights weights;
  private final @Nullable Pad pad;
  private final long productBytes;
  private final Epilogue epilogue;
  private final long one;
  private final long inputStart;

  /**
   * A variant.
   *
   * @param descriptors stay the caller's, to be closed once nothing runs this any more
   * @param pad what fills the tensor that the product reads, or null if it reads the input
   * @param productBytes of scratch memory that the sums take
   * @param epilogue what follows, from there into the output
   */
  QuantizedVariant(
      CublasLt lt,
      LtProblem problem,
      LtDescriptors descriptors,
      LtAlgorithm algorithm,
      LayerWeights weights,
      @Nullable Pad pad,
      long productBytes,
      Epilogue epilogue) {
    this.lt = lt;
    this.descriptors = descriptors;
    this.algorithm = Arena.ofAuto().allocate(LtAlgorithm.BYTES, Long.BYTES);
    this.algorithm.copyFrom(MemorySegment.ofArray(algorithm.bytes()));
    this.weights = weights;
    this.pad = pad;
    this.productBytes = productBytes;
    this.epilogue = epilogue;
    GemmShape gemm = problem.gemm();
    one = problem.precision() == Precision.I8 ? INTEGER_ONE : ONE;
    inputStart = gemm.b().offset();
  }

  @Override
  public void reserve(Lane lane) {
    if (pad != null) {
      lane.gathered().get(pad.bytes());
    }
    lane.product().get(productBytes);
  }

  @Override
  public void enqueue(
      Lane lane, DevicePointer x, @Nullable DevicePointer residual, DevicePointer y) {
    DevicePointer input = x;
    if (pad != null) {
      input = lane.gathered().get(pad.bytes());
      pad.enqueue(lane, x, input);
    }
    DevicePointer product = lane.product().get(productBytes);
    CublasLt.library()
        .multiply(
            lt.handle(),
            descriptors,
            one,
            weights.weight().address(),
            input.address() + inputStart,
            ZERO,
            product.address(),
            product.address(),
            algorithm.address(),
            lane.workspace().address(),
            lt.workspaceBytes(),
            lane.stream().address());
    epilogue.enqueue(lane, product, residual, y);
  }
}
