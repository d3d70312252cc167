package dev.pointwise.cli;

import dev.pointwise.io.InputFileException;
import dev.pointwise.io.NpyArray;
import dev.pointwise.io.NpyReader;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.Elements;
import dev.pointwise.tensor.HostTensor;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An array that an option named.
 *
 * @param label how messages name it: the option and the file
 * @param array the array
 */
record InputArray(String label, NpyArray array) {
  static InputArray read(String option, Path file) throws InputFileException {
    return new InputArray(option + " " + file, NpyReader.read(file));
  }

  /** The elements of an array with one axis. */
  float[] vector() {
    expect(array.rank() == 1, "one axis, of length C_out");
    return array.values();
  }

  /** Refuses what are no weights: anything but two axes, or four of which the last two are 1. */
  void expectWeights() {
    boolean pointwise =
        array.rank() == 2
            || (array.rank() == 4 && array.shape().get(2) == 1 && array.shape().get(3) == 1);
    expect(
        pointwise && array.values().length > 0,
        "C_out×C_in/groups or C_out×C_in/groups×1×1, none of them 0");
  }

  /** The length of one axis. */
  int extent(int axis) {
    return (int) Math.min(array.shape().get(axis), Integer.MAX_VALUE);
  }

  /** The elements as a feature map of that layout, rounded to that type. */
  HostTensor tensor(Layout layout, DType dtype) {
    expect(array.rank() == 4, layout == Layout.NCHW ? "N×C×H×W" : "N×H×W×C");
    for (long extent : array.shape()) {
      expect(extent <= Integer.MAX_VALUE, "extents up to 2147483647");
    }
    boolean planar = layout == Layout.NCHW;
    int c = extent(planar ? 1 : 3);
    expect(c > 0, "at least 1 channel");
    Shape shape = new Shape(extent(0), c, extent(planar ? 2 : 1), extent(planar ? 3 : 2));
    return HostTensor.of(TensorSpec.of(shape, dtype, layout), array.values());
  }

  /** What to say if finite elements become infinite as that type. */
  Optional<String> overflow(DType dtype) {
    float[] values = array.values();
    int[] beyond =
        IntStream.range(0, values.length)
            .filter(i -> Float.isFinite(values[i]))
            .filter(i -> Float.isInfinite(Elements.stored(values[i], dtype)))
            .toArray();
    return beyond.length == 0
        ? Optional.empty()
        : Optional.of(
            "warning: %s: %d finite elements become infinite as %s, first %s at index %d"
                .formatted(
                    label,
                    beyond.length,
                    dtype.name().toLowerCase(Locale.ROOT),
                    values[beyond[0]],
                    beyond[0]));
  }

  private void expect(boolean holds, String expected) {
    if (!holds) {
      throw new UsageException(
          label + " has shape " + array.shapeText() + ", expected " + expected);
    }
  }
}
