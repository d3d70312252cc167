package dev.pointwise.bench;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Many numbers uniform in [−1, 1] (as 8-bit integers, in [−127, 127]) in little time: the same few
 * thousand again and again. For what is timed, and not looked at.
 */
final class Numbers {
  private static final int DISTINCT = 1 << 12;
  private static final long SEED = 1;

  private Numbers() {}

  static float[] uniform(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i < DISTINCT ? (float) random.nextDouble(-1, 1) : numbers[i - DISTINCT];
    }
    return numbers;
  }

  static HostTensor uniform(TensorSpec spec) {
    HostTensor tensor = HostTensor.allocate(spec);
    long elements = spec.storageElements();
    float scale = spec.dtype() == DType.I8 ? 127 : 1;
    float[] few = uniform((int) Math.min(elements, DISTINCT));
    for (int i = 0; i < few.length; i++) {
      tensor.setAt(i, scale * few[i]);
    }
    MemorySegment data = tensor.data();
    for (long done = (long) few.length * spec.dtype().bytes(); done < data.byteSize(); ) {
      long more = Math.min(done, data.byteSize() - done);
      MemorySegment.copy(data, 0, data, done, more);
      done += more;
    }
    return tensor;
  }
}
