package dev.pointwise.cuda;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.GemmOperand;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways to run a layer as products of cuBLAS, with the epilogue kernel behind them where
 * something follows: the plain mapping first, then, where they differ from it, one call for each
 * product of a batch, and products of an input that is gathered pixel by pixel first.
 */
final class GemmCandidates {
  static final String PLAIN = "gemm";
  static final String LOOPED = "looped";
  static final String INTERLEAVED = "nhwc";

  /** A call for each image costs the host too much beyond. */
  private static final int MOST_LOOPS = 32;

  private static final int TENSOR_CORE_BYTES = 16;

  private final CudaBackend backend;
  private final ConvSpec spec;
  private final LayerWeights weights;
  private final TensorSpec x;

  private final ProductTarget target;

  /** The target as what the mapping to products asks for. */
  private final TensorSpec placed;

  private final @Nullable Epilogue epilogue;

  private GemmCandidates(
      CudaBackend backend,
      ConvSpec spec,
      LayerWeights weights,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    this.backend = backend;
    this.spec = spec;
    this.weights = weights;
    this.x = x;
    boolean followed = weights.needEpilogue() || residual != null;
    target = ProductTarget.before(y, followed);
    placed = target.as(y.dtype());
    epilogue = followed ? Epilogue.of(backend, spec, weights, target.spec(), residual, y) : null;
  }

  /** All of them; the first works always. */
  static List<Candidate> of(
      CudaBackend backend,
      ConvSpec spec,
      LayerWeights weights,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    return new GemmCandidates(backend, spec, weights, x, residual, y).list();
  }

  private List<Candidate> list() {
    List<Candidate> list = new ArrayList<>();
    Gather gather = gather(backend, spec, x);
    GemmShape plain = GemmShape.of(spec, x, placed);
    String note = unaligned(plain);
    list.add(candidate(PLAIN, gather, plain, note));
    if (plain.outer() == 1 && plain.batch() > 1 && plain.batch() <= MOST_LOOPS) {
      list.add(candidate(LOOPED, gather, plain.looped(), note));
    }
    boolean planar = spec.inputLayout() == Layout.NCHW && x.shape().pixels() > 1;
    if (planar && (gather != null || !note.isEmpty())) {
      TensorSpec to = TensorSpec.of(GemmShape.gathered(spec, x).shape(), x.dtype(), Layout.NHWC);
      ConvSpec interleaved = spec.stride(1).layout(Layout.NHWC).outputLayout(spec.outputLayout());
      GemmShape gemm = GemmShape.of(interleaved, to, placed);
      list.add(
          candidate(
              INTERLEAVED,
              new Gather(backend, spec.stride(), x, to),
              gemm,
              "the input pixel by pixel in scratch memory"));
    }
    return list;
  }

  /** The gather that the plain mapping needs, or null if it needs none. */
  static @Nullable Gather gather(CudaBackend backend, ConvSpec spec, TensorSpec x) {
    return GemmShape.needsGather(spec, x)
        ? new Gather(backend, spec.stride(), x, GemmShape.gathered(spec, x))
        : null;
  }

  private Candidate candidate(String id, @Nullable Gather gather, GemmShape gemm, String note) {
    Product product = new Product(gemm, spec.precision(), target.spec().dtype());
    String name =
        (gather == null ? "" : "gather + ")
            + (gemm.outer() == 1 ? "" : gemm.outer() + " × ")
            + product.call()
            + (epilogue == null ? "" : " + epilogue kernel");
    return new Candidate(
        id, name, note, new GemmVariant(weights, gather, product, target.scratchBytes(), epilogue));
  }

  /** What keeps tensor cores from loading the input 16 bytes at a time, or empty. */
  private String unaligned(GemmShape gemm) {
    GemmOperand input = gemm.inputIsA() ? gemm.a() : gemm.b();
    int width = x.dtype().bytes();
    String what = spec.inputLayout() == Layout.NCHW ? "HW" : "C";
    if (input.ld() * width % TENSOR_CORE_BYTES != 0) {
      return "unaligned: "
          + what
          + "·"
          + width
          + " = "
          + input.ld() * width
          + " bytes is no multiple of "
          + TENSOR_CORE_BYTES;
    }
    if (input.offset() * width % TENSOR_CORE_BYTES != 0) {
      return "unaligned: the input starts "
          + input.offset() * width
          + " bytes into its tensor, no multiple of "
          + TENSOR_CORE_BYTES;
    }
    return "";
  }
}
