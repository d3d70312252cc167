package dev.pointwise.cuda;

import dev.pointwise.spec.GemmShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** A gather where the input needs one, and then the whole layer in one call of cuBLASLt. */
final class LtVariant implements Variant {
  private static final long ONE = constant(1);
  private static final long ZERO = constant(0);

  private final CublasLt lt;
  private final LtDescriptors descriptors;
  private final MemorySegment algorithm;
  private final @Nullable Gather gather;
  private final LayerWeights weights;
  private final boolean inputIsA;
  private final long aStart;
  private final long bStart;
  private final long cStart;
  private final long dStart;
  private final long beta;

  /** The descriptors stay the caller's, to be closed once nothing runs this any more. */
  LtVariant(
      CublasLt lt,
      LtProblem problem,
      LtDescriptors descriptors,
      LtAlgorithm algorithm,
      @Nullable Gather gather,
      LayerWeights weights) {
    this.lt = lt;
    this.descriptors = descriptors;
    this.algorithm = Arena.ofAuto().allocate(LtAlgorithm.BYTES, Long.BYTES);
    this.algorithm.copyFrom(MemorySegment.ofArray(algorithm.bytes()));
    this.gather = gather;
    this.weights = weights;
    GemmShape gemm = problem.gemm();
    long in = problem.inputBytes();
    long out = problem.outputBytes();
    inputIsA = gemm.inputIsA();
    aStart = gemm.a().offset() * in;
    bStart = gemm.b().offset() * in;
    cStart = problem.c().offset() * out;
    dStart = gemm.c().offset() * out;
    beta = problem.residual() == null ? ZERO : ONE;
  }

  private static long constant(float value) {
    return Arena.global().allocateFrom(ValueLayout.JAVA_FLOAT, value).address();
  }

  @Override
  public void reserve(Lane lane) {
    if (gather != null) {
      lane.gathered().get(gather.bytes());
    }
  }

  @Override
  public void enqueue(
      Lane lane, DevicePointer x, @Nullable DevicePointer residual, DevicePointer y) {
    long input = x.address();
    if (gather != null) {
      DevicePointer gathered = lane.gathered().get(gather.bytes());
      gather.enqueue(lane, x, gathered);
      input = gathered.address();
    }
    long weight = weights.weight().address();
    CublasLt.library()
        .multiply(
            lt.handle(),
            descriptors,
            ONE,
            (inputIsA ? input : weight) + aStart,
            (inputIsA ? weight : input) + bStart,
            beta,
            (residual == null ? y : residual).address() + cStart,
            y.address() + dStart,
            algorithm.address(),
            lane.workspace().address(),
            lt.workspaceBytes(),
            lane.stream().address());
  }
}
