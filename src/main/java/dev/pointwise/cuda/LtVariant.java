package dev.pointwise.cuda;

import dev.pointwise.spec.GemmShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** A copy of the input where it needs one, and then the whole layer in one call of cuBLASLt. */
final class LtVariant implements Variant {
  private static final MemorySegment ZERO = constant(Arena.global(), 0);
  private static final MemorySegment ONE = constant(Arena.global(), 1);

  private final CublasLt lt;
  private final LtDescriptors descriptors;
  private final MemorySegment algorithm;
  private final @Nullable InputCopy copy;
  private final LayerWeights weights;
  private final boolean inputIsA;
  private final long aStart;
  private final long bStart;
  private final long cStart;
  private final long dStart;
  private final MemorySegment alpha;
  private final MemorySegment beta;

  /**
   * A variant.
   *
   * @param descriptors stay the caller's, to be closed once nothing runs this any more
   * @param copy what fills the tensor that the product reads, or null if it reads the input
   * @param alpha what the products are multiplied with
   */
  LtVariant(
      CublasLt lt,
      LtProblem problem,
      LtDescriptors descriptors,
      LtAlgorithm algorithm,
      @Nullable InputCopy copy,
      LayerWeights weights,
      float alpha) {
    this.lt = lt;
    this.descriptors = descriptors;
    this.algorithm = Arena.ofAuto().allocate(LtAlgorithm.BYTES, Long.BYTES);
    this.algorithm.copyFrom(MemorySegment.ofArray(algorithm.bytes()));
    this.copy = copy;
    this.weights = weights;
    GemmShape gemm = problem.gemm();
    long in = problem.inputBytes();
    long out = problem.outputBytes();
    inputIsA = gemm.inputIsA();
    aStart = gemm.a().offset() * in;
    bStart = gemm.b().offset() * in;
    cStart = problem.c().offset() * out;
    dStart = gemm.c().offset() * out;
    this.alpha = alpha == 1 ? ONE : constant(Arena.ofAuto(), alpha);
    beta = problem.residual() == null ? ZERO : ONE;
  }

  private static MemorySegment constant(Arena arena, float value) {
    return arena.allocateFrom(ValueLayout.JAVA_FLOAT, value);
  }

  @Override
  public void reserve(Lane lane) {
    if (copy != null) {
      lane.gathered().get(copy.bytes());
    }
  }

  @Override
  public void enqueue(
      Lane lane, DevicePointer x, @Nullable DevicePointer residual, DevicePointer y) {
    long input = x.address();
    if (copy != null) {
      DevicePointer copied = lane.gathered().get(copy.bytes());
      copy.enqueue(lane, x, copied);
      input = copied.address();
    }
    long weight = weights.weight().address();
    CublasLt.library()
        .multiply(
            lt.handle(),
            descriptors,
            alpha.address(),
            (inputIsA ? input : weight) + aStart,
            (inputIsA ? weight : input) + bStart,
            beta.address(),
            (residual == null ? y : residual).address() + cStart,
            y.address() + dStart,
            algorithm.address(),
            lane.workspace().address(),
            lt.workspaceBytes(),
            lane.stream().address());
  }
}
