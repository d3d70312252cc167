package dev.pointwise.network;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A network made up from a seed: layers with strides, groups, residuals, siblings, concats, scales
 * per channel and linear pairs, on integers that every precision holds.
 */
final class RandomNetwork {
  /** Beyond that, a layer clips its results. */
  private static final int MOST = 12;

  private static final List<Precision> PRECISIONS =
      List.of(Precision.F32, Precision.TF32, Precision.F16, Precision.BF16);

  private static final int INPUT = 3;
  private static final int CLIP = 4;

  /** A node that layers may read: its tensor, and the greatest integer in it. */
  private record Value(String name, TensorSpec tensor, int bound, boolean concat) {}

  private final SplittableRandom random;
  private final Integers integers;
  private final Precision precision;
  private final NetworkBuilder builder = NetworkSpec.builder();
  private final List<TensorSpec> inputs = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private final NetworkSpec spec;

  RandomNetwork(long seed) {
    random = new SplittableRandom(seed);
    integers = new Integers(random);
    precision = oneOf(PRECISIONS);
    Shape extents = new Shape(random.nextInt(1, 3), 1, random.nextInt(1, 6), random.nextInt(1, 6));
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      input(extents.channels(random.nextInt(1, 7)));
    }
    for (int i = random.nextInt(2, 14); i > 0; i--) {
      layers();
    }
    spec = finish();
  }

  NetworkSpec spec() {
    return spec;
  }

  /** Other operands each time. */
  List<HostTensor> operands() {
    return inputs.stream().map(input -> integers.tensor(input, INPUT)).toList();
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  private <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Layout layout() {
    return oneIn(2) ? Layout.NCHW : Layout.NHWC;
  }

  private void add(Value value) {
    values.add(value);
    unread.add(value.name());
  }

  private void input(Shape shape) {
    TensorSpec tensor = TensorSpec.of(shape, precision.storage(), layout());
    String name = "x" + inputs.size();
    inputs.add(tensor);
    builder.input(name, shape.c(), precision, tensor.layout());
    add(new Value(name, tensor, INPUT, false));
  }

  private void layers() {
    Value input = oneIn(3) ? oneOf(values) : values.getLast();
    if (oneIn(4)) {
      input = concat(input);
    }
    for (int i = oneIn(3) ? 3 : 1; i > 0; i--) {
      layer(input);
    }
  }

  private Value concat(Value first) {
    List<Value> fitting =
        values.stream().filter(value -> alike(value.tensor(), first.tensor())).toList();
    List<Value> branches = new ArrayList<>(List.of(first));
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      branches.add(oneOf(fitting));
    }
    int channels = branches.stream().mapToInt(branch -> branch.tensor().shape().c()).sum();
    Shape shape = first.tensor().shape().channels(channels);
    Value concat =
        new Value(
            "cat" + values.size(),
            TensorSpec.of(shape, precision.storage(), first.tensor().layout()),
            branches.stream().mapToInt(Value::bound).max().orElseThrow(),
            true);
    builder.concat(concat.name(), branches.stream().map(Value::name).toArray(String[]::new));
    branches.forEach(branch -> unread.remove(branch.name()));
    values.add(concat);
    return concat;
  }

  /** Whether the two differ in nothing but their channels. */
  private static boolean alike(TensorSpec a, TensorSpec b) {
    return a.layout() == b.layout() && a.shape().channels(1).equals(b.shape().channels(1));
  }

  private void layer(Value input) {
    int channels = input.tensor().shape().c();
    boolean plain = input.concat();
    int stride = !plain && oneIn(5) ? 2 : 1;
    boolean scale = !plain && oneIn(4);
    int groups = scale ? channels : !plain && channels % 2 == 0 && oneIn(4) ? 2 : 1;
    int cOut = scale ? channels : groups * random.nextInt(1, 5);
    ConvSpec spec =
        new ConvSpec(
            channels,
            cOut,
            groups,
            stride,
            Activation.NONE,
            precision,
            input.tensor().layout(),
            layout());
    Value residual = oneIn(4) ? residual(spec.output(input.tensor())) : null;
    int terms = Math.min(Integers.TERMS, spec.groupIn());
    int bound = (terms * input.bound() + 1) * Integers.WEIGHT;
    bound += residual == null ? 0 : residual.bound();
    if (bound > MOST) {
      spec = spec.activation(Activation.clip(-CLIP, CLIP));
    } else if (oneIn(4)) {
      spec = spec.activation(Activation.RELU);
    }
    Value output =
        new Value(
            "y" + values.size(), spec.output(input.tensor()), bound > MOST ? CLIP : bound, false);
    unread.remove(input.name());
    if (residual == null) {
      builder.conv(output.name(), spec, integers.weights(spec), input.name());
    } else {
      String added = residual.name();
      builder.conv(output.name(), spec, integers.weights(spec), input.name(), added);
      unread.remove(added);
    }
    add(output);
  }

  private @Nullable Value residual(TensorSpec output) {
    List<Value> fitting =
        values.stream().filter(value -> !value.concat() && value.tensor().equals(output)).toList();
    return fitting.isEmpty() ? null : oneOf(fitting);
  }

  /** What nobody reads becomes an output, alone or within a concat; inputs get a reader. */
  private NetworkSpec finish() {
    for (Value value : List.copyOf(values)) {
      if (unread.contains(value.name()) && value.name().startsWith("x")) {
        layer(value);
      }
    }
    Set<String> outputs = new HashSet<>();
    for (Value value : List.copyOf(values)) {
      if (!value.name().startsWith("x") && !value.concat() && oneIn(5)) {
        outputs.add(value.name());
      }
    }
    List<Value> last = values.stream().filter(value -> unread.contains(value.name())).toList();
    List<Value> joined =
        last.stream().filter(value -> alike(value.tensor(), last.getFirst().tensor())).toList();
    outputs.addAll(unread);
    if (joined.size() > 1 && oneIn(2)) {
      builder.concat("joined", joined.stream().map(Value::name).toArray(String[]::new));
      joined.forEach(value -> outputs.remove(value.name()));
      outputs.add("joined");
    }
    outputs.stream().sorted(Comparator.reverseOrder()).forEach(builder::output);
    return builder.build();
  }
}
