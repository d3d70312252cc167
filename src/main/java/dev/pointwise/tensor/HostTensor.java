package dev.pointwise.tensor;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A feature map in host memory, or a view of a slice of its channels. Elements are little-endian.
 * Not thread-safe while it is written.
 */
public final class HostTensor {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final TensorSpec spec;
  private final MemorySegment data;

  private HostTensor(TensorSpec spec, MemorySegment data) {
    this.spec = spec;
    this.data = data;
  }

  /** A tensor of zeros in native memory, 64-byte aligned, freed once it is unreachable. */
  public static HostTensor allocate(TensorSpec spec) {
    return new HostTensor(spec, Arena.ofAuto().allocate(spec.storageBytes(), 64));
  }

  /**
   * A tensor over memory of the caller's, which holds the elements of the (wider) tensor from its
   * first byte on, and must outlive the tensor.
   *
   * @throws IllegalArgumentException if the memory is shorter than the tensor
   */
  public static HostTensor wrap(TensorSpec spec, MemorySegment data) {
    if (data.byteSize() < spec.storageBytes()) {
      throw new IllegalArgumentException(
          "buffer is "
              + data.byteSize()
              + " bytes, expected at least "
              + spec.storageBytes()
              + " for "
              + spec);
    }
    return new HostTensor(spec, data.asSlice(0, spec.storageBytes()));
  }

  /**
   * A compact FP32 tensor of those values, in the order of the layout.
   *
   * @throws IllegalArgumentException if there are not as many values as the shape has elements
   */
  public static HostTensor of(Shape shape, Layout layout, float... values) {
    return of(TensorSpec.of(shape, DType.F32, layout), values);
  }

  /**
   * A tensor of those values, rounded to its element type; in the order of the layout, channels
   * beyond the view left zero.
   *
   * @throws IllegalArgumentException if there are not as many values as the shape has elements
   */
  public static HostTensor of(TensorSpec spec, float... values) {
    if (values.length != spec.shape().elements()) {
      throw new IllegalArgumentException(
          "values are " + values.length + ", expected " + spec.shape().elements() + " for " + spec);
    }
    HostTensor tensor = allocate(spec);
    tensor.forEach((position, index) -> tensor.setAt(index, values[(int) position]));
    return tensor;
  }

  /** Where the elements lie. */
  public TensorSpec spec() {
    return spec;
  }

  /** The memory of the whole (wider) tensor. */
  public MemorySegment data() {
    return data;
  }

  /**
   * The view of {@code count} channels from {@code from} on; it shares this tensor's memory.
   *
   * @throws IllegalArgumentException if there are no such channels
   */
  public HostTensor slice(int from, int count) {
    return new HostTensor(spec.slice(from, count), data);
  }

  /** One element; of a quantized type, without its scale. */
  public float get(int n, int c, int h, int w) {
    return getAt(spec.index(n, c, h, w));
  }

  /** Sets one element, rounded to the element type. */
  public void set(int n, int c, int h, int w, float value) {
    setAt(spec.index(n, c, h, w), value);
  }

  /** The element at a position of the (wider) tensor, counted in elements. */
  public float getAt(long index) {
    return switch (spec.dtype()) {
      case F32 -> data.get(FLOAT, 4 * index);
      case F16 -> Float.float16ToFloat(data.get(SHORT, 2 * index));
      case BF16 -> Elements.fromBFloat16(data.get(SHORT, 2 * index));
      case E4M3 -> Elements.fromE4M3(data.get(ValueLayout.JAVA_BYTE, index));
      case I8 -> data.get(ValueLayout.JAVA_BYTE, index);
    };
  }

  /**
   * Sets the element at a position of the (wider) tensor, rounded to the element type.
   *
   * @throws IllegalArgumentException for NaN as I8
   */
  public void setAt(long index, float value) {
    switch (spec.dtype()) {
      case F32 -> data.set(FLOAT, 4 * index, value);
      case F16 -> data.set(SHORT, 2 * index, Float.floatToFloat16(value));
      case BF16 -> data.set(SHORT, 2 * index, Elements.toBFloat16(value));
      case E4M3 -> data.set(ValueLayout.JAVA_BYTE, index, Elements.toE4M3(value));
      case I8 -> data.set(ValueLayout.JAVA_BYTE, index, Elements.toI8(value));
    }
  }

  /** Fills the view (and nothing beside it) with one value. */
  public HostTensor fill(float value) {
    forEach((position, index) -> setAt(index, value));
    return this;
  }

  /**
   * The view's elements in the order of its layout.
   *
   * @throws IllegalArgumentException if they are more than an array holds
   */
  public float[] toArray() {
    if (spec.shape().elements() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "tensor has " + spec.shape().elements() + " elements, expected at most 2^31-9");
    }
    float[] values = new float[(int) spec.shape().elements()];
    forEach((position, index) -> values[(int) position] = getAt(index));
    return values;
  }

  /** A copy of the view on its own, in that element type and layout. */
  public HostTensor copy(DType dtype, Layout layout) {
    return map(dtype, layout, value -> value);
  }

  /**
   * This view as a quantized tensor on its own: each element is the number of that type nearest to
   * the binary32 quotient {@code value / scale}; beyond ±448 or ±127, that number.
   *
   * @param dtype E4M3 or I8
   * @param scale finite and above 0; see {@link Calibration}
   * @throws IllegalArgumentException if type or scale are others, this tensor is quantized already,
   *     or an element is NaN and the type I8
   */
  public HostTensor quantize(DType dtype, float scale) {
    Scales.check("scale", scale);
    if (spec.dtype().quantized() || !dtype.quantized()) {
      throw new IllegalArgumentException(
          "quantization is from "
              + spec.dtype()
              + " to "
              + dtype
              + ", expected one from F32, F16 or BF16 to E4M3 or I8");
    }
    return map(dtype, spec.layout(), value -> Elements.quantized(value, scale, dtype));
  }

  /**
   * The numbers that this quantized view stands for, {@code scale · element}, in binary32.
   *
   * @throws IllegalArgumentException if this tensor is not quantized, or the scale not finite and
   *     above 0
   */
  public HostTensor dequantize(float scale) {
    Scales.check("scale", scale);
    if (!spec.dtype().quantized()) {
      throw new IllegalArgumentException(
          "tensor dtype is " + spec.dtype() + ", expected E4M3 or I8");
    }
    return map(DType.F32, spec.layout(), value -> scale * value);
  }

  private interface Change {
    float of(float value);
  }

  private HostTensor map(DType dtype, Layout layout, Change change) {
    HostTensor copy = allocate(TensorSpec.of(spec.shape(), dtype, layout));
    Shape shape = spec.shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        long from = spec.index(n, c, 0, 0);
        long to = copy.spec.index(n, c, 0, 0);
        for (long p = 0; p < shape.pixels(); p++) {
          float value = change.of(getAt(from + p * spec.pixelStride()));
          copy.setAt(to + p * copy.spec.pixelStride(), value);
        }
      }
    }
    return copy;
  }

  interface Visitor {
    void visit(long position, long index);
  }

  /** Visits the view's elements in memory order: their rank within the view, and their index. */
  void forEach(Visitor visitor) {
    Shape shape = spec.shape();
    boolean planar = spec.layout() == Layout.NCHW;
    long rows = planar ? shape.n() : shape.n() * shape.pixels();
    long length = planar ? shape.c() * shape.pixels() : shape.c();
    long pitch = planar ? spec.imageStride() : spec.channelPitch();
    for (long row = 0; row < rows; row++) {
      for (long i = 0; i < length; i++) {
        visitor.visit(row * length + i, spec.offset() + row * pitch + i);
      }
    }
  }
}
