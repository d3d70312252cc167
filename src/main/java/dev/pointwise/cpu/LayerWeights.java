package dev.pointwise.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.Elements;
import java.lang.foreign.MemorySegment;

/**
 * The numbers of one layer as the products read them: for each group W transposed, {@code
 * C_in/groups × C_out/groups} and rounded to the layer's precision; and the bias, zero if there is
 * none.
 */
final class LayerWeights implements AutoCloseable {
  private final NativeMemory memory;
  private final long bias;
  private final float[] biases;
  private final int groupIn;
  private final int groupOut;

  LayerWeights(NativeHeap heap, ConvSpec spec, ConvWeights weights) {
    groupIn = spec.groupIn();
    groupOut = spec.groupOut();
    float[] given = weights.bias();
    biases = given == null ? new float[spec.cOut()] : given;
    long bytes = Float.BYTES * spec.weightElements();
    memory = heap.allocate(bytes + (long) Float.BYTES * biases.length);
    bias = memory.address() + bytes;
    MemorySegment target = NativeMemory.at(memory.address(), memory.bytes());
    MemorySegment.copy(biases, 0, target, JAVA_FLOAT, bytes, biases.length);
    float[] w = weights.weight();
    for (int o = 0; o < spec.cOut(); o++) {
      int start = o / groupOut * groupOut * groupIn + o % groupOut;
      for (int c = 0; c < groupIn; c++) {
        float rounded = Elements.multiplied(w[o * groupIn + c], spec.precision());
        target.setAtIndex(JAVA_FLOAT, start + (long) c * groupOut, rounded);
      }
    }
  }

  /**
   * Address of W's element for an output channel and a channel of its group; C_out/groups apart.
   */
  long weight(int channel, int depth) {
    long group = channel / groupOut;
    long element = group * groupOut * groupIn + (long) depth * groupOut + channel % groupOut;
    return memory.address() + Float.BYTES * element;
  }

  int pitch() {
    return groupOut;
  }

  /** Address of the bias of an output channel. */
  long biasAddress(int channel) {
    return bias + (long) Float.BYTES * channel;
  }

  float bias(int channel) {
    return biases[channel];
  }

  @Override
  public void close() {
    memory.close();
  }
}
