package dev.pointwise.backend;

import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Operands;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that a backend computes as the oracle does, made up from a seed. */
public interface RandomCase {
  /** Seeds of neighbouring cases share nothing but their numbers. */
  long SCRAMBLE = 0x9E3779B97F4A7C15L;

  /** Fails if the backend computes anything else. */
  void check(Backend backend);

  /** Cases that have less of something, and fail perhaps too; none if that is not known. */
  default List<RandomCase> smaller() {
    return List.of();
  }

  /** The case of that seed. */
  static RandomCase of(long seed) {
    SplittableRandom random = new SplittableRandom(seed * SCRAMBLE);
    return switch (random.nextInt(6)) {
      case 0 -> concat(random);
      case 1 -> siblings(random);
      default -> RandomLayer.of(random, seed);
    };
  }

  /**
   * Checks the cases of so many seeds, from one on.
   *
   * @throws AssertionError at the first that fails, made as small as it stays failing; the message
   *     says how to repeat it
   */
  static void checkAll(Backend backend, long firstSeed, int count) {
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      RandomCase drawn = of(seed);
      Throwable failure = failure(drawn, backend);
      if (failure != null) {
        RandomCase least = least(drawn, backend);
        throw new AssertionError(
            ("case " + drawn + " on " + backend.info() + ": " + failure.getMessage())
                + ("\n  repeat it alone with -Dpointwise.test.seed=" + seed)
                + ("\n  the least that fails: " + least),
            failure);
      }
    }
  }

  private static RandomCase least(RandomCase failing, Backend backend) {
    for (RandomCase smaller : failing.smaller()) {
      if (failure(smaller, backend) != null) {
        return least(smaller, backend);
      }
    }
    return failing;
  }

  private static @Nullable Throwable failure(RandomCase tried, Backend backend) {
    try {
      tried.check(backend);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  /** A layer's description; mostly one whose results are exact on integers. */
  static ConvSpec spec(SplittableRandom random) {
    int groups = random.nextInt(5) < 3 ? 1 : random.nextInt(1, 9);
    boolean single = random.nextInt(8) == 0;
    int groupIn = single ? 1 : random.nextInt(1, random.nextInt(10) == 0 ? 400 : 24);
    int groupOut = single ? 1 : random.nextInt(1, 24);
    ConvSpec spec =
        ConvSpec.of(groups * groupIn, groups * groupOut)
            .groups(groups)
            .stride(random.nextInt(5) < 3 ? 1 : random.nextInt(1, 4))
            .precision(any(random, LayerCases.unquantized()))
            .layout(any(random, Arrays.asList(Layout.values())))
            .activation(activation(random));
    return spec.outputLayout(any(random, Arrays.asList(Layout.values())));
  }

  private static Activation activation(SplittableRandom random) {
    List<Activation> all = new ArrayList<>();
    for (Activation.Kind kind : Activation.Kind.values()) {
      all.add(Activation.parse(kind.toString()));
    }
    all.add(Activation.leakyRelu(0.25f));
    all.add(Activation.clip(-3, 17));
    boolean exact = random.nextInt(4) > 0;
    return any(random, all.stream().filter(each -> !exact || Operands.isExact(each)).toList());
  }

  private static <T> T any(SplittableRandom random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A height or width; now and then none at all, or just one pixel. */
  static int extent(SplittableRandom random) {
    return switch (random.nextInt(30)) {
      case 0 -> 0;
      case 1, 2, 3 -> 1;
      default -> random.nextInt(1, 15);
    };
  }

  private static RandomCase concat(SplittableRandom random) {
    List<Integer> channels = new ArrayList<>();
    for (int left = random.nextInt(1, 6); left > 0; left--) {
      channels.add(random.nextInt(1, 20));
    }
    ConvSpec like = spec(random);
    ConvSpec spec =
        new ConvSpec(
            channels.stream().mapToInt(Integer::intValue).sum(),
            random.nextInt(1, 24),
            1,
            1,
            like.activation(),
            like.precision(),
            like.inputLayout(),
            like.outputLayout());
    ConcatCase concat =
        new ConcatCase(
            Gate.EXACT.applies(spec) ? Gate.EXACT : Gate.RANDOM,
            spec,
            channels,
            random.nextInt(4),
            extent(random),
            extent(random),
            random.nextBoolean(),
            random.nextBoolean(),
            any(random, Arrays.asList(Placement.values())),
            random.nextBoolean());
    return named(concat::check, concat);
  }

  private static RandomCase siblings(SplittableRandom random) {
    ConvSpec like = spec(random).groups(1);
    List<ConvSpec> specs = new ArrayList<>();
    for (int left = random.nextInt(1, 5); left > 0; left--) {
      Activation activation = random.nextBoolean() ? Activation.RELU : activation(random);
      specs.add(
          new ConvSpec(
              like.cIn(),
              random.nextInt(1, 20),
              1,
              like.stride(),
              activation,
              like.precision(),
              like.inputLayout(),
              like.outputLayout()));
    }
    boolean exact = specs.stream().allMatch(Gate.EXACT::applies);
    SiblingCase siblings =
        new SiblingCase(
            exact ? Gate.EXACT : Gate.RANDOM,
            specs,
            random.nextInt(4),
            extent(random),
            extent(random),
            random.nextInt(1 << specs.size()),
            random.nextBoolean(),
            any(random, Arrays.asList(Placement.values())));
    return named(siblings::check, siblings);
  }

  private static RandomCase named(Consumer<Backend> check, Record what) {
    return new RandomCase() {
      @Override
      public void check(Backend backend) {
        check.accept(backend);
      }

      @Override
      public String toString() {
        return what.toString();
      }
    };
  }
}
