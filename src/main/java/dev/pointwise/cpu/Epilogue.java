package dev.pointwise.cpu;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.DType;
import org.jspecify.annotations.Nullable;

/**
 * What follows the product in a layer: residual, activation and the rounding to storage. Works on
 * rows, contiguous in memory, of either one channel's pixels or one pixel's channels. Immutable.
 */
final class Epilogue {
  private final Activation activation;
  private final float[] slope;

  Epilogue(Activation activation, float @Nullable [] slope) {
    this.activation = activation;
    this.slope = slope == null ? new float[0] : slope;
  }

  /** True if the channel of an element does not matter, so that rows may be joined. */
  boolean ignoresChannels() {
    return activation.kind() != Activation.Kind.PRELU;
  }

  /**
   * Activates binary32 rows in place.
   *
   * @param channel the channel of the first row, or of every row's first element
   */
  void activate(Workspace workspace, Rows rows, int channel) {
    if (activation.kind() == Activation.Kind.NONE) {
      return;
    }
    Rows joined = ignoresChannels() ? rows.joined() : rows;
    for (int row = 0; row < joined.count(); row++) {
      long address = joined.address(row);
      int rowChannel = joined.acrossChannels() ? channel : channel + row;
      switch (activation.kind()) {
        case RELU -> Bits.relu(address, joined.length());
        case RELU6 -> Bits.relu6(address, joined.length());
        default ->
            finish(
                workspace,
                new Line(address, 0, address, DType.F32, rowChannel, joined.acrossChannels()),
                joined.length());
      }
    }
  }

  /**
   * One row on its way to the output.
   *
   * @param sum address of the binary32 sums
   * @param residual address of the residual, of type {@code type}, or 0
   * @param output address of the output
   * @param type the storage type
   * @param channel the channel of its first element
   * @param acrossChannels whether the channel grows along the row
   */
  record Line(
      long sum, long residual, long output, DType type, int channel, boolean acrossChannels) {}

  /** Adds the residual, activates and stores one row. */
  void finish(Workspace workspace, Line line, int length) {
    for (int at = 0; at < length; at += Lines.LONGEST) {
      int count = Math.min(Lines.LONGEST, length - at);
      workspace.lines.load(DType.F32, line.sum + (long) Float.BYTES * at, workspace.values, count);
      finishValues(workspace, line, at, count);
    }
  }

  /** The same for sums that are in the workspace already, {@code at} elements into the row. */
  void finishValues(Workspace workspace, Line line, int at, int count) {
    float[] values = workspace.values;
    long bytes = (long) line.type.bytes() * at;
    if (line.residual != 0) {
      float[] addends = workspace.addends;
      workspace.lines.load(line.type, line.residual + bytes, addends, count);
      for (int i = 0; i < count; i++) {
        values[i] += addends[i];
      }
    }
    int channel = line.acrossChannels ? line.channel + at : line.channel;
    apply(workspace.functions, values, count, channel, line.acrossChannels);
    workspace.lines.store(values, line.type, line.output + bytes, count);
  }

  private void apply(
      Functions functions, float[] x, int count, int channel, boolean acrossChannels) {
    float alpha = activation.alpha();
    switch (activation.kind()) {
      case NONE -> {}
      case RELU -> clip(x, count, 0, Float.POSITIVE_INFINITY);
      case RELU6 -> clip(x, count, 0, 6);
      case CLIP -> clip(x, count, alpha, activation.beta());
      case LEAKY_RELU -> leak(x, count, alpha);
      case PRELU -> {
        if (acrossChannels) {
          leak(x, count, slope, channel);
        } else {
          leak(x, count, slope[channel]);
        }
      }
      case ELU -> functions.elu(x, count, alpha);
      case SIGMOID -> functions.sigmoid(x, count);
      case TANH -> functions.tanh(x, count);
      case SILU -> functions.silu(x, count);
      case GELU -> functions.gelu(x, count);
      case GELU_TANH -> functions.geluTanh(x, count);
      case HARD_SIGMOID -> hardSigmoid(x, count);
      case HARD_SWISH -> hardSwish(x, count);
      case SOFTPLUS -> functions.softplus(x, count);
      case MISH -> functions.mish(x, count);
    }
  }

  private static void clip(float[] x, int count, float lo, float hi) {
    for (int i = 0; i < count; i++) {
      x[i] = Math.min(Math.max(x[i], lo), hi);
    }
  }

  private static void leak(float[] x, int count, float alpha) {
    for (int i = 0; i < count; i++) {
      x[i] = x[i] >= 0 ? x[i] : alpha * x[i];
    }
  }

  private static void leak(float[] x, int count, float[] slopes, int first) {
    for (int i = 0; i < count; i++) {
      x[i] = x[i] >= 0 ? x[i] : slopes[first + i] * x[i];
    }
  }

  private static void hardSigmoid(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = Math.min(Math.max(0.2f * x[i] + 0.5f, 0f), 1f);
    }
  }

  private static void hardSwish(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      double v = x[i];
      x[i] = (float) (Math.max(v, -3) * Math.min(Math.max(v / 6 + 0.5, 0), 1));
    }
  }
}
