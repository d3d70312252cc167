package dev.pointwise.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * A 1×1 convolution as matrix products, column-major as cuBLAS wants them: {@code outer} calls,
 * each a strided batch of {@code batch} products {@code C = op(A)·op(B)} of {@code m × k} by {@code
 * k × n}, or {@code C += op(A)·op(B)} where {@code accumulate} is set.
 *
 * <p>W is stored row-major, {@code C_out × C_in/groups}; read column-major that is its transpose.
 * {@code inputIsA} says which of A and B is the input; the other one is W. C is the output. Where H
 * and W are 1 both layouts are the same memory, and the NHWC mapping serves, which folds the batch.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k length of the sums
 * @param inputIsA whether A is the input and B the weights, or the reverse
 * @param a the first factor
 * @param b the second factor
 * @param c the product
 * @param batch products per call
 * @param outer calls
 * @param accumulate whether the products are added to what C holds
 */
public record GemmShape(
    long m,
    long n,
    long k,
    boolean inputIsA,
    GemmOperand a,
    GemmOperand b,
    GemmOperand c,
    long batch,
    long outer,
    boolean accumulate) {

  /**
   * One axis along which the product is repeated, and how far each tensor moves along it. An axis
   * of one step moves nothing, so that equal work has equal shapes.
   */
  private record Axis(long count, long input, long weight, long output) {
    static final Axis NONE = new Axis(1, 0, 0, 0);

    Axis {
      if (count == 1) {
        input = 0;
        weight = 0;
        output = 0;
      }
    }
  }

  /**
   * Whether the input's pixels have to be gathered into a compact tensor of the output's extents
   * ({@link #gathered}) before {@link #of} applies. A strided NHWC input needs it only where its
   * rows are not evenly spaced across the images, or where groups already take the batch.
   */
  public static boolean needsGather(ConvSpec spec, TensorSpec x) {
    if (spec.stride() == 1 || isSinglePixel(x.shape()) || x.shape().isEmpty()) {
      return false;
    }
    return spec.inputLayout() == Layout.NCHW
        || spec.outputLayout() == Layout.NCHW
        || spec.groups() > 1
        || (x.shape().n() > 1 && x.shape().h() % spec.stride() != 0);
  }

  /** The compact tensor that a gather of {@code x} fills. */
  public static TensorSpec gathered(ConvSpec spec, TensorSpec x) {
    return TensorSpec.of(spec.outputShape(x.shape()).channels(spec.cIn()), x.dtype(), x.layout());
  }

  /**
   * The products that compute {@code y} from {@code x}, or, where {@link #needsGather} says so,
   * from the tensor {@code gathered(spec, x)}: then offsets and strides of the input are that
   * tensor's.
   *
   * @throws IllegalArgumentException if the tensors do not fit the layer, or the output is empty
   */
  public static GemmShape of(ConvSpec spec, TensorSpec x, TensorSpec y) {
    spec.check(x, y);
    WeightColumns all = new WeightColumns(0, spec.groupIn());
    return needsGather(spec, x)
        ? map(spec.stride(1), gathered(spec, x), y, all, false)
        : map(spec, x, y, all, false);
  }

  /**
   * The products that compute {@code y} from the concatenation of {@code branches} along the
   * channels, without building it: one mapping for each branch, over that branch's columns of W,
   * every one but the first accumulating.
   *
   * @throws IllegalArgumentException if the branches' channels do not sum to C_in, or the layer has
   *     groups or a stride
   */
  public static List<GemmShape> ofConcat(ConvSpec spec, List<TensorSpec> branches, TensorSpec y) {
    TensorSpec first = branches.getFirst();
    spec.checkConcat(first, branches.stream().mapToLong(each -> each.shape().c()).sum(), y);
    List<GemmShape> shapes = new ArrayList<>();
    int column = 0;
    for (TensorSpec x : branches) {
      int channels = x.shape().c();
      ConvSpec part =
          new ConvSpec(
              channels,
              spec.cOut(),
              1,
              1,
              spec.activation(),
              spec.precision(),
              spec.inputLayout(),
              spec.outputLayout());
      spec.checkBranch(shapes.size(), x, first);
      shapes.add(map(part, x, y, new WeightColumns(column, spec.cIn()), column > 0));
      column += channels;
    }
    return shapes;
  }

  /** The columns of W that take part: from {@code offset} on, in rows of {@code ld} elements. */
  private record WeightColumns(long offset, long ld) {}

  private static GemmShape map(
      ConvSpec spec, TensorSpec x, TensorSpec y, WeightColumns w, boolean accumulate) {
    Check.that(!y.shape().isEmpty(), "output", y.shape().toString(), "at least one element");
    boolean pixel = isSinglePixel(x.shape());
    boolean xPlanar = spec.inputLayout() == Layout.NCHW && !pixel;
    boolean yPlanar = spec.outputLayout() == Layout.NCHW && !pixel;
    long pixels = y.shape().pixels();
    long xChannel = xPlanar ? pixels : 1;
    long yChannel = yPlanar ? pixels : 1;

    Axis images = new Axis(y.shape().n(), x.imageStride(), 0, y.imageStride());
    Axis groups =
        new Axis(
            spec.groups(),
            spec.groupIn() * xChannel,
            spec.groupOut() * w.ld(),
            spec.groupOut() * yChannel);
    long columns = pixels;
    long xPixel = xPlanar ? pixels : x.channelPitch();
    if (!xPlanar && !yPlanar) {
      if (spec.stride() == 1 || pixel || x.shape().equals(gathered(spec, x).shape())) {
        columns = y.shape().n() * pixels;
        images = Axis.NONE;
      } else {
        columns = y.shape().w();
        xPixel = (long) spec.stride() * x.channelPitch();
        images =
            new Axis(
                (long) y.shape().n() * y.shape().h(),
                xPixel * x.shape().w(),
                0,
                columns * y.channelPitch());
      }
    }
    boolean byImage = images.count() >= groups.count();
    Axis batch = byImage ? images : groups;
    Axis outer = byImage ? groups : images;

    GemmOperand input =
        new GemmOperand(
            xPlanar == !yPlanar,
            x.channelOffset() * xChannel,
            xPixel,
            batch.input(),
            outer.input());
    GemmOperand weight =
        new GemmOperand(!yPlanar, w.offset(), w.ld(), batch.weight(), outer.weight());
    GemmOperand output =
        new GemmOperand(
            false,
            y.channelOffset() * yChannel,
            yPlanar ? pixels : y.channelPitch(),
            batch.output(),
            outer.output());
    return new GemmShape(
        yPlanar ? columns : spec.groupOut(),
        yPlanar ? spec.groupOut() : columns,
        spec.groupIn(),
        yPlanar,
        yPlanar ? input : weight,
        yPlanar ? weight : input,
        output,
        batch.count(),
        outer.count(),
        accumulate);
  }

  /**
   * The same products, a call for each.
   *
   * @throws IllegalStateException if there are several batches
   */
  public GemmShape looped() {
    if (outer != 1) {
      throw new IllegalStateException("outer is " + outer + ", expected 1");
    }
    return new GemmShape(
        m, n, k, inputIsA, a.looped(), b.looped(), c.looped(), 1, batch, accumulate);
  }

  private static boolean isSinglePixel(Shape shape) {
    return shape.h() == 1 && shape.w() == 1;
  }

  /** True if an extent, leading dimension or batch count exceeds 2³¹−1, and the _64 calls serve. */
  public boolean needs64() {
    long most = Math.max(Math.max(Math.max(m, n), Math.max(k, batch)), Math.max(a.ld(), b.ld()));
    return Math.max(most, c.ld()) > Integer.MAX_VALUE;
  }

  /** 2·m·n·k over all products. */
  public long flops() {
    return Check.product("2·m·n·k·batch·outer", 2, m, n, k, batch, outer);
  }
}
