package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.Elements;
import dev.pointwise.tensor.QuantizedWeights;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one layer in device memory, in one buffer: W, then the bias in binary32, for the
 * epilogue kernel, and in the output's type, for cuBLASLt, then slopes, then a quantized layer's
 * scales. They are there once the constructor returns, and never change, so every lane may read
 * them.
 *
 * <p>A quantized W is filled up with zeros to multiples of {@link #PADDING} rows and columns.
 */
final class LayerWeights implements AutoCloseable {
  /** What tensor cores want the extents of single bytes to be multiples of. */
  static final int PADDING = 16;

  private static final long ALIGNMENT = DeviceMemory.GRANULE;

  private final DeviceBuffer buffer;
  private final long bias;
  private final long slope;
  private final long storedBias;
  private final long scale;
  private final @Nullable Float commonScale;
  private final boolean needEpilogue;

  LayerWeights(CudaBackend backend, ConvSpec spec, ConvWeights weights) {
    float[] biases = weights.bias();
    float[] slopes = weights.slope();
    boolean quantized = spec.precision().quantized();
    float[] scales = null;
    MemorySegment packed;
    if (quantized) {
      QuantizedWeights codes = QuantizedWeights.of(spec, weights);
      scales = codes.scales();
      packed = padded(codes.codes(), spec.cOut(), spec.cIn());
    } else {
      packed = pack(weights.weight(), spec.precision().storage());
    }
    MemorySegment factors = segment(scales);
    long biasAt = aligned(packed.byteSize());
    DType type = spec.precision().output();
    float[] narrow = type == DType.F32 ? null : biases;
    MemorySegment stored = pack(narrow == null ? new float[0] : narrow, type);
    long storedAt = aligned(biasAt + bytes(biases));
    long slopeAt = aligned(storedAt + stored.byteSize());
    long scaleAt = aligned(slopeAt + bytes(slopes));
    buffer =
        backend.withLane(
            lane -> {
              DeviceBuffer fresh =
                  backend.deviceMemory().allocate(scaleAt + factors.byteSize(), lane);
              try {
                upload(lane, packed, fresh.pointer());
                upload(lane, segment(biases), fresh.pointer().at(biasAt));
                upload(lane, stored, fresh.pointer().at(storedAt));
                upload(lane, segment(slopes), fresh.pointer().at(slopeAt));
                upload(lane, factors, fresh.pointer().at(scaleAt));
                fresh.settle();
                return fresh;
              } catch (Throwable failure) {
                Closing.close(fresh, failure);
                throw failure;
              }
            });
    bias = biases == null ? 0 : buffer.pointer().address() + biasAt;
    storedBias = narrow != null ? buffer.pointer().address() + storedAt : bias;
    scale = scales == null ? 0 : buffer.pointer().address() + scaleAt;
    commonScale = common(scales);
    slope = slopes == null ? 0 : buffer.pointer().address() + slopeAt;
    needEpilogue = biases != null || spec.activation().kind() != Activation.Kind.NONE;
  }

  private static void upload(Lane lane, MemorySegment from, DevicePointer to) {
    lane.staging().upload(from, to, new Staging.Rows(1, from.byteSize(), from.byteSize()));
  }

  private static MemorySegment pack(float[] weight, DType type) {
    return switch (type) {
      case F32 -> segment(weight);
      case F16 -> {
        short[] halves = new short[weight.length];
        for (int i = 0; i < weight.length; i++) {
          halves[i] = Float.floatToFloat16(weight[i]);
        }
        yield MemorySegment.ofArray(halves);
      }
      case BF16 -> {
        short[] halves = new short[weight.length];
        for (int i = 0; i < weight.length; i++) {
          halves[i] = Elements.toBFloat16(weight[i]);
        }
        yield MemorySegment.ofArray(halves);
      }
      case E4M3, I8 -> throw new IllegalStateException("no scales for " + type);
    };
  }

  private static MemorySegment padded(byte[] codes, int rows, int columns) {
    long pitch = padded(columns);
    byte[] all = new byte[Math.toIntExact(padded(rows) * pitch)];
    for (int o = 0; o < rows; o++) {
      System.arraycopy(codes, o * columns, all, (int) (o * pitch), columns);
    }
    return MemorySegment.ofArray(all);
  }

  private static @Nullable Float common(float @Nullable [] scales) {
    if (scales == null) {
      return null;
    }
    for (float each : scales) {
      if (each != scales[0]) {
        return null;
      }
    }
    return scales[0];
  }

  /** The next multiple of {@link #PADDING}. */
  static long padded(int extent) {
    return Math.ceilDiv(extent, (long) PADDING) * PADDING;
  }

  private static MemorySegment segment(float @Nullable [] values) {
    return values == null ? MemorySegment.ofArray(new float[0]) : MemorySegment.ofArray(values);
  }

  private static long bytes(float @Nullable [] values) {
    return values == null ? 0 : values.length * ValueLayout.JAVA_FLOAT.byteSize();
  }

  private static long aligned(long offset) {
    return Math.ceilDiv(offset, ALIGNMENT) * ALIGNMENT;
  }

  DevicePointer weight() {
    return buffer.pointer();
  }

  /** Address of the bias in binary32, or 0. */
  long bias() {
    return bias;
  }

  /** Address of the bias of an output channel and those after it, or 0. */
  long bias(int channel) {
    return bias == 0 ? 0 : bias + (long) Float.BYTES * channel;
  }

  /** Address of the bias in the output's type, or 0. */
  long storedBias() {
    return storedBias;
  }

  /** Address of the slopes, or 0. */
  long slope() {
    return slope;
  }

  /** Address of the slope of an output channel and those after it, or 0. */
  long slope(int channel) {
    return slope == 0 ? 0 : slope + (long) Float.BYTES * channel;
  }

  /** The scale of a quantized layer, if all its output channels have the same. */
  @Nullable Float commonScale() {
    return commonScale;
  }

  /** Address of a quantized layer's scales, one per output channel, or 0. */
  long scale() {
    return scale;
  }

  /** Whether something follows the product even without a residual. */
  boolean needEpilogue() {
    return needEpilogue;
  }

  @Override
  public void close() {
    buffer.freeBehindAll();
  }
}
