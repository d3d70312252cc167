package dev.pointwise.spec;

import java.util.Objects;

/**
 * A 1×1 convolution layer, apart from its weights and from the extents of its input.
 *
 * <p>{@code y[n,o,p] = activation(Σ_c W[o,c] · x[n,c,p·stride] + b[o] + r[n,o,p])}, where c runs
 * over the {@code cIn/groups} input channels of o's group, b is the bias if the weights have one,
 * and r the residual if the call passes one. There is no padding, so an input extent H becomes
 * {@code (H − 1)/stride + 1}, and 0 stays 0.
 *
 * @param cIn input channels
 * @param cOut output channels
 * @param groups into how many independent parts the channels are split
 * @param stride pixels from one sample to the next, in both directions
 * @param activation the function applied last
 * @param precision element type and multiplication
 * @param inputLayout the layout of the input
 * @param outputLayout the layout of the output and the residual
 */
public record ConvSpec(
    int cIn,
    int cOut,
    int groups,
    int stride,
    Activation activation,
    Precision precision,
    Layout inputLayout,
    Layout outputLayout) {
  /**
   * Checks the layer.
   *
   * @throws IllegalArgumentException if an extent is below 1 or the groups do not divide the
   *     channels
   */
  public ConvSpec {
    Check.atLeast(1, cIn, "C_in");
    Check.atLeast(1, cOut, "C_out");
    Check.atLeast(1, groups, "groups");
    Check.atLeast(1, stride, "stride");
    Check.that(cIn % groups == 0, "groups", groups, "a divisor of C_in = " + cIn);
    Check.that(cOut % groups == 0, "groups", groups, "a divisor of C_out = " + cOut);
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(inputLayout, "input layout");
    Objects.requireNonNull(outputLayout, "output layout");
  }

  /** A dense FP32 NCHW layer of stride 1 without an activation. */
  public static ConvSpec of(int cIn, int cOut) {
    return new ConvSpec(cIn, cOut, 1, 1, Activation.NONE, Precision.F32, Layout.NCHW, Layout.NCHW);
  }

  /** This layer with that many groups. */
  public ConvSpec groups(int value) {
    return new ConvSpec(cIn, cOut, value, stride, activation, precision, inputLayout, outputLayout);
  }

  /** This layer with that stride. */
  public ConvSpec stride(int value) {
    return new ConvSpec(cIn, cOut, groups, value, activation, precision, inputLayout, outputLayout);
  }

  /** This layer with that activation. */
  public ConvSpec activation(Activation value) {
    return new ConvSpec(cIn, cOut, groups, stride, value, precision, inputLayout, outputLayout);
  }

  /** This layer in that precision. */
  public ConvSpec precision(Precision value) {
    return new ConvSpec(cIn, cOut, groups, stride, activation, value, inputLayout, outputLayout);
  }

  /** This layer with that layout for input and output. */
  public ConvSpec layout(Layout value) {
    return new ConvSpec(cIn, cOut, groups, stride, activation, precision, value, value);
  }

  /** This layer with that layout for its output and residual. */
  public ConvSpec outputLayout(Layout value) {
    return new ConvSpec(cIn, cOut, groups, stride, activation, precision, inputLayout, value);
  }

  /** Input channels per group: the length of a row of W. */
  public int groupIn() {
    return cIn / groups;
  }

  /** Output channels per group. */
  public int groupOut() {
    return cOut / groups;
  }

  /** Elements of W: C_out · C_in/groups. */
  public long weightElements() {
    return (long) cOut * groupIn();
  }

  /**
   * The extents of the output.
   *
   * @throws IllegalArgumentException if the input's channels are not C_in
   */
  public Shape outputShape(Shape input) {
    if (input.c() != cIn) {
      throw Check.refusal("C of the input", input.c(), "C_in = " + cIn);
    }
    return new Shape(input.n(), cOut, outputExtent(input.h()), outputExtent(input.w()));
  }

  private int outputExtent(int extent) {
    return extent == 0 ? 0 : (extent - 1) / stride + 1;
  }

  /** A compact input of those extents. */
  public TensorSpec input(int n, int h, int w) {
    return TensorSpec.of(new Shape(n, cIn, h, w), precision.storage(), inputLayout);
  }

  /** The compact output for that input. */
  public TensorSpec output(TensorSpec input) {
    return TensorSpec.of(outputShape(input.shape()), precision.output(), outputLayout);
  }

  /** Multiply-adds for that input; a FLOP count is twice this. */
  public long macs(Shape input) {
    return Check.product("multiply-adds", outputShape(input).elements(), groupIn());
  }

  /**
   * Checks the tensors of one call.
   *
   * @throws IllegalArgumentException if one has the wrong extents, element type or layout
   */
  public void check(TensorSpec input, TensorSpec output) {
    check("input", input, precision.storage(), inputLayout);
    Shape in = input.shape();
    Shape out = output.shape();
    // Compared one by one: this runs on every call, and makes nothing.
    if (in.c() != cIn
        || out.n() != in.n()
        || out.c() != cOut
        || out.h() != outputExtent(in.h())
        || out.w() != outputExtent(in.w())) {
      throw Check.refusal("output shape", out, outputShape(in));
    }
    check("output", output, precision.output(), outputLayout);
  }

  /**
   * Checks the residual of one call: it has the output's extents, element type and layout.
   *
   * @throws IllegalArgumentException if it has not
   */
  public void checkResidual(TensorSpec residual, TensorSpec output) {
    Check.that(
        residual.shape().equals(output.shape()),
        "residual shape",
        residual.shape(),
        output.shape());
    check("residual", residual, precision.output(), outputLayout);
  }

  /**
   * Checks that this layer may run on a concatenation along the channels, and its output.
   *
   * @param first the first branch, which has passed {@link #checkBranch}
   * @param channels the sum of the branches' channels
   * @throws IllegalArgumentException if the layer has groups, a stride, scales or another C_in, or
   *     the output the wrong extents, element type or layout
   */
  public void checkConcat(TensorSpec first, long channels, TensorSpec output) {
    if (groups != 1) {
      throw Check.refusal("groups", groups, "1 for a concatenation");
    }
    if (stride != 1) {
      throw Check.refusal("stride", stride, "1 for a concatenation");
    }
    if (precision.quantized()) {
      throw Check.refusal("precision", precision, "one without scales for a concatenation");
    }
    if (channels != cIn) {
      throw Check.refusal("sum of the branches' channels", channels, "C_in = " + cIn);
    }
    Shape out = output.shape();
    if (out.c() != cOut || !alike(first.shape(), out)) {
      throw Check.refusal("output shape", out, first.shape().channels(cOut));
    }
    check("output", output, precision.output(), outputLayout);
  }

  /**
   * Checks one branch of a concatenation: it has the batch and extents of the first, and the
   * layer's element type and input layout.
   *
   * @param index which branch, for messages
   * @throws IllegalArgumentException if it has not
   */
  public void checkBranch(int index, TensorSpec branch, TensorSpec first) {
    Shape shape = branch.shape();
    if (!alike(shape, first.shape())) {
      throw Check.refusal(
          "branch " + index + " shape",
          shape,
          first.shape().channels(shape.c()) + ", with the extents of branch 0");
    }
    if (branch.dtype() != precision.storage() || branch.layout() != inputLayout) {
      check("branch " + index, branch, precision.storage(), inputLayout);
    }
  }

  private static boolean alike(Shape a, Shape b) {
    return a.n() == b.n() && a.h() == b.h() && a.w() == b.w();
  }

  private static void check(String name, TensorSpec tensor, DType dtype, Layout layout) {
    if (tensor.dtype() != dtype) {
      throw Check.refusal(name + " dtype", tensor.dtype(), dtype);
    }
    if (tensor.layout() != layout) {
      throw Check.refusal(name + " layout", tensor.layout(), layout);
    }
  }

  @Override
  public String toString() {
    return "conv1x1 "
        + cIn
        + "→"
        + cOut
        + (groups == 1 ? "" : " groups " + groups)
        + (stride == 1 ? "" : " stride " + stride)
        + (activation.kind() == Activation.Kind.NONE ? "" : " " + activation)
        + " "
        + precision
        + " "
        + (inputLayout == outputLayout ? inputLayout : inputLayout + "→" + outputLayout);
  }
}
