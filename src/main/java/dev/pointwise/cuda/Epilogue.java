package dev.pointwise.cuda;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import jcuda.driver.CUfunction;
import org.jspecify.annotations.Nullable;

/**
 * Bias, residual and activation in one pass over a product; see kernels.cu. The product may be the
 * output itself, or a slice of a wider tensor of binary32 or, of a layer in I8, of integers of 32
 * bits. The product of a quantized layer is multiplied by its channel's scale first.
 */
final class Epilogue {
  private final Activation activation;
  private final long bias;
  private final long slope;
  private final long scale;
  private final TensorSpec product;
  private final @Nullable TensorSpec residual;
  private final TensorSpec y;
  private final CUfunction kernel;
  private final int blocks;

  /**
   * An epilogue on tensors of the same extents and layout.
   *
   * @param bias address of C binary32 numbers, or 0
   * @param slope likewise, for PReLU
   * @param product binary32, in y's extents and layout
   */
  Epilogue(
      CudaBackend backend,
      Activation activation,
      long bias,
      long slope,
      TensorSpec product,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    this(
        backend,
        (wide, elements) -> backend.kernels().epilogue(y.dtype(), wide, elements),
        activation,
        new Vectors(bias, slope, 0),
        product,
        residual,
        y);
  }

  /**
   * The epilogue of a layer.
   *
   * @param product binary32, in y's extents and layout
   */
  static Epilogue of(
      CudaBackend backend,
      ConvSpec spec,
      LayerWeights weights,
      TensorSpec product,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    return new Epilogue(
        backend, spec.activation(), weights.bias(), weights.slope(), product, residual, y);
  }

  /**
   * The epilogue of a quantized layer.
   *
   * @param product in y's extents and layout, its elements of 4 bytes
   */
  static Epilogue dequantizing(
      CudaBackend backend,
      ConvSpec spec,
      LayerWeights weights,
      TensorSpec product,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    DType type = spec.precision().storage();
    return new Epilogue(
        backend,
        (wide, elements) -> backend.kernels().dequantizer(type, wide, elements),
        spec.activation(),
        new Vectors(weights.bias(), weights.slope(), weights.scale()),
        product,
        residual,
        y);
  }

  private interface Choice {
    CUfunction kernel(boolean wide, long elements);
  }

  /** Addresses of a binary32 per channel, or 0. */
  private record Vectors(long bias, long slope, long scale) {}

  private Epilogue(
      CudaBackend backend,
      Choice choice,
      Activation activation,
      Vectors vectors,
      TensorSpec product,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    this.activation = activation;
    this.bias = vectors.bias();
    this.slope = vectors.slope();
    this.scale = vectors.scale();
    this.product = product;
    this.residual = residual;
    this.y = y;
    boolean wide = isWide(product, residual, y);
    long elements = y.shape().elements();
    kernel = choice.kernel(wide, elements);
    blocks = backend.blocks(wide ? elements / Kernels.wide(y.dtype()) : elements, Kernels.THREADS);
  }

  /**
   * Enqueues it; the lane's lock is held.
   *
   * @param from the first byte of the buffer that the product lies in; likewise of the residual,
   *     where there is one, and of y
   */
  void enqueue(Lane lane, DevicePointer from, @Nullable DevicePointer added, DevicePointer to) {
    KernelParams params =
        lane.params()
            .clear()
            .put(address(from, product))
            .put(added == null || residual == null ? 0L : address(added, residual))
            .put(address(to, y))
            .put(bias)
            .put(slope)
            .put(scale)
            .put(rows(y))
            .put(rowLength(y))
            .put(channelLength(y))
            .put(rowPitch(product))
            .put(residual == null ? 0L : rowPitch(residual))
            .put(rowPitch(y))
            .put(ActivationCode.of(activation.kind()))
            .put(activation.alpha())
            .put(activation.beta());
    Driver.launch(kernel, blocks, Kernels.THREADS, lane.stream(), params.pointer());
  }

  private static long address(DevicePointer buffer, TensorSpec spec) {
    return buffer.address() + spec.offset() * spec.dtype().bytes();
  }

  private static long rows(TensorSpec y) {
    Shape shape = y.shape();
    return y.layout() == Layout.NCHW ? shape.n() : shape.n() * shape.pixels();
  }

  private static long rowLength(TensorSpec y) {
    Shape shape = y.shape();
    return y.layout() == Layout.NCHW ? shape.c() * shape.pixels() : shape.c();
  }

  private static long channelLength(TensorSpec y) {
    return y.layout() == Layout.NCHW ? y.shape().pixels() : 1;
  }

  private static long rowPitch(TensorSpec spec) {
    return spec.layout() == Layout.NCHW ? spec.imageStride() : spec.channelPitch();
  }

  /** Whether every row of every tensor starts at a multiple of 16 bytes of the output. */
  static boolean isWide(TensorSpec product, @Nullable TensorSpec residual, TensorSpec y) {
    int width = Kernels.wide(y.dtype());
    return rowLength(y) % width == 0
        && isWide(y, width)
        && isWide(product, width)
        && (residual == null || isWide(residual, width));
  }

  /** Buffers start aligned; so do all rows if what lies before each is a multiple of the width. */
  private static boolean isWide(TensorSpec spec, int width) {
    return spec.offset() % width == 0 && rowPitch(spec) % width == 0;
  }
}
