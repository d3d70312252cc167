package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mapping, executed naively, must compute what the oracle does. */
class GemmShapeOracleTest {
  private static final double POISON = -123456789;

  static LongStream seeds() {
    return LongStream.range(0, 600);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomLayer(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ConvSpec spec = randomLayer(random);
    TensorSpec x =
        randomSlice(
            random, spec.input(random.nextInt(1, 4), random.nextInt(1, 8), random.nextInt(1, 8)));
    TensorSpec y = randomSlice(random, spec.output(x));
    Operands operands = Operands.integers(spec, x, false, false, seed);

    double[] input =
        GemmShape.needsGather(spec, x) ? gather(spec, operands.x()) : storage(operands.x());
    double[] output = poisoned(y);
    NaiveGemm.run(GemmShape.of(spec, x, y), input, widen(operands.weights().weight()), output);

    Reference reference = Oracle.compute(spec, operands.weights(), operands.x(), null);
    check(spec + " of " + x + " into " + y + ", seed " + seed, reference, y, output);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomConcat(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] channels = random.ints(random.nextInt(1, 5), 1, 6).toArray();
    ConvSpec spec =
        ConvSpec.of(Arrays.stream(channels).sum(), random.nextInt(1, 7))
            .layout(randomLayout(random))
            .outputLayout(randomLayout(random));
    TensorSpec whole = spec.input(random.nextInt(1, 4), random.nextInt(1, 5), random.nextInt(1, 5));
    TensorSpec y = randomSlice(random, spec.output(whole));
    Operands operands = Operands.integers(spec, whole, false, false, seed);
    List<HostTensor> branches = new ArrayList<>();
    int first = 0;
    for (int count : channels) {
      branches.add(
          copyInto(
              randomSlice(random, whole.slice(first, count).compact()),
              operands.x().slice(first, count)));
      first += count;
    }

    double[] output = poisoned(y);
    List<GemmShape> gemms =
        GemmShape.ofConcat(spec, branches.stream().map(HostTensor::spec).toList(), y);
    for (int i = 0; i < gemms.size(); i++) {
      double[] weight = widen(operands.weights().weight());
      NaiveGemm.run(gemms.get(i), storage(branches.get(i)), weight, output);
    }

    Reference reference = Oracle.compute(spec, operands.weights(), operands.x(), null);
    check(spec + " of a concat into " + y + ", seed " + seed, reference, y, output);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void siblingsAreRowsOfOneLayer(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int split = random.nextInt(1, 5);
    ConvSpec both =
        ConvSpec.of(random.nextInt(1, 6), split + random.nextInt(1, 5))
            .layout(randomLayout(random))
            .outputLayout(randomLayout(random));
    TensorSpec x = both.input(random.nextInt(1, 4), random.nextInt(1, 5), random.nextInt(1, 5));
    TensorSpec y = both.output(x);
    Operands operands = Operands.integers(both, x, false, false, seed);
    float[] weight = operands.weights().weight();
    double[] output = new double[(int) y.storageElements()];
    NaiveGemm.run(GemmShape.of(both, x, y), storage(operands.x()), widen(weight), output);

    int cut = split * both.cIn();
    ConvSpec first = outputs(both, split);
    ConvSpec second = outputs(both, both.cOut() - split);
    compare(
        "first sibling, seed " + seed,
        Oracle.compute(
            first, ConvWeights.of(Arrays.copyOfRange(weight, 0, cut)), operands.x(), null),
        y.slice(0, split),
        output);
    compare(
        "second sibling, seed " + seed,
        Oracle.compute(
            second,
            ConvWeights.of(Arrays.copyOfRange(weight, cut, weight.length)),
            operands.x(),
            null),
        y.slice(split, both.cOut() - split),
        output);
  }

  private static ConvSpec outputs(ConvSpec spec, int count) {
    return ConvSpec.of(spec.cIn(), count)
        .layout(spec.inputLayout())
        .outputLayout(spec.outputLayout());
  }

  private static ConvSpec randomLayer(SplittableRandom random) {
    int groups = random.nextInt(3) == 0 ? random.nextInt(1, 5) : 1;
    return ConvSpec.of(groups * random.nextInt(1, 6), groups * random.nextInt(1, 6))
        .groups(groups)
        .stride(random.nextInt(1, 4))
        .layout(randomLayout(random))
        .outputLayout(randomLayout(random));
  }

  private static Layout randomLayout(SplittableRandom random) {
    return random.nextBoolean() ? Layout.NCHW : Layout.NHWC;
  }

  private static TensorSpec randomSlice(SplittableRandom random, TensorSpec tensor) {
    if (random.nextBoolean()) {
      return tensor;
    }
    int count = tensor.shape().c();
    int before = random.nextInt(4);
    Shape wider = tensor.shape().channels(before + count + random.nextInt(4));
    return TensorSpec.of(wider, tensor.dtype(), tensor.layout()).slice(before, count);
  }

  private static HostTensor copyInto(TensorSpec spec, HostTensor from) {
    float[] values = from.toArray();
    return HostTensor.of(spec, values);
  }

  private static double[] storage(HostTensor tensor) {
    double[] all = new double[(int) tensor.spec().storageElements()];
    for (int i = 0; i < all.length; i++) {
      all[i] = tensor.getAt(i);
    }
    return all;
  }

  private static double[] gather(ConvSpec spec, HostTensor x) {
    TensorSpec to = GemmShape.gathered(spec, x.spec());
    double[] all = new double[(int) to.storageElements()];
    Shape shape = to.shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int h = 0; h < shape.h(); h++) {
          for (int w = 0; w < shape.w(); w++) {
            all[(int) to.index(n, c, h, w)] = x.get(n, c, h * spec.stride(), w * spec.stride());
          }
        }
      }
    }
    return all;
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static double[] poisoned(TensorSpec spec) {
    double[] all = new double[(int) spec.storageElements()];
    Arrays.fill(all, POISON);
    return all;
  }

  /** Compares the view, and then sees that nothing beside it was written. */
  private static void check(String message, Reference reference, TensorSpec y, double[] output) {
    compare(message, reference, y, output);
    long written = Arrays.stream(output).filter(value -> value != POISON).count();
    assertEquals(y.shape().elements(), written, () -> message + ": elements written");
  }

  private static void compare(String message, Reference reference, TensorSpec y, double[] output) {
    Shape shape = y.shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int h = 0; h < shape.h(); h++) {
          for (int w = 0; w < shape.w(); w++) {
            double expected = reference.value((int) reference.output().index(n, c, h, w));
            double actual = output[(int) y.index(n, c, h, w)];
            String where = message + " at n=" + n + " c=" + c + " h=" + h + " w=" + w;
            assertEquals(expected, actual, 0.0, where);
          }
        }
      }
    }
  }
}
