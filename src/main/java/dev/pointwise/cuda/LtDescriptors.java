package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.spec.GemmOperand;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What cuBLASLt is told of one problem: the descriptor of the product, and the layouts of its four
 * matrices. Each is created here, and destroyed here once.
 */
final class LtDescriptors implements AutoCloseable {
  private final LtLibrary library;
  private final Deque<AutoCloseable> latestFirst = new ArrayDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final long product;
  private final long a;
  private final long b;
  private final long c;
  private final long d;

  /**
   * Describes a problem.
   *
   * @param onClose told once they are destroyed
   */
  LtDescriptors(LtLibrary library, LtProblem problem, Consumer<LtDescriptors> onClose) {
    this.library = library;
    latestFirst.push(() -> onClose.accept(this));
    try {
      product = product(problem);
      GemmShape gemm = problem.gemm();
      a = layout(problem, problem.inputType(), gemm.a(), gemm.m(), gemm.k());
      b = layout(problem, problem.inputType(), gemm.b(), gemm.k(), gemm.n());
      c = layout(problem, problem.outputType(), problem.c(), gemm.m(), gemm.n());
      d = layout(problem, problem.outputType(), gemm.c(), gemm.m(), gemm.n());
    } catch (Throwable failure) {
      Closing.close(this, failure);
      throw failure;
    }
  }

  private long product(LtProblem problem) {
    long created = library.newProduct(problem.computeType(), problem.scaleType());
    latestFirst.push(() -> library.destroyProduct(created));
    library.set(created, LtAttribute.TRANSPOSE_A, problem.gemm().a().transposed() ? 1 : 0);
    library.set(created, LtAttribute.TRANSPOSE_B, problem.gemm().b().transposed() ? 1 : 0);
    library.set(created, LtAttribute.EPILOGUE, problem.epilogue());
    if (problem.precision() == Precision.F8) {
      library.set(created, LtAttribute.FAST_ACCUMULATION, 0);
    }
    if (problem.bias() != 0) {
      library.set(created, LtAttribute.BIAS_POINTER, problem.bias());
      library.set(created, LtAttribute.BIAS_BATCH_STRIDE, problem.biasStride());
    }
    return created;
  }

  /** The layout of a matrix that takes part as {@code rows × columns}. */
  private long layout(LtProblem problem, int type, GemmOperand matrix, long rows, long columns) {
    boolean transposed = matrix.transposed();
    long created =
        library.newLayout(
            type, transposed ? columns : rows, transposed ? rows : columns, matrix.ld());
    latestFirst.push(() -> library.destroyLayout(created));
    if (problem.gemm().batch() > 1) {
      library.set(created, LtAttribute.BATCH_COUNT, problem.gemm().batch());
      library.set(created, LtAttribute.BATCH_STRIDE, matrix.stride());
    }
    return created;
  }

  long product() {
    return product;
  }

  long a() {
    return a;
  }

  long b() {
    return b;
  }

  long c() {
    return c;
  }

  long d() {
    return d;
  }

  /** Destroys them; a second call does nothing. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      Closing.closeAll(latestFirst.toArray(AutoCloseable[]::new));
    }
  }
}
