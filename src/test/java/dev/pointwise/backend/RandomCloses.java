package dev.pointwise.backend;

import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads run one layer, while each of them now and then closes what the others use, a tensor, the
 * layer, a recording, the backend, puts another one in its place, or interrupts one of them.
 * Whatever comes out must be what the oracle says, to the last bit; whatever is refused must be
 * refused as closed, and something that the call used must have been about to be closed.
 */
public final class RandomCloses {
  /** Of so many actions about one closes something. */
  private static final int CLOSE = 60;

  /** Of so many closes about one closes the backend. */
  private static final int CLOSE_BACKEND = 40;

  private static final int INTERRUPT = 200;
  private static final int WEIGHTS = 2;
  private static final int INPUTS = 3;

  private final Supplier<Backend> opening;
  private final ConvSpec spec;
  private final List<ConvWeights> weights = new ArrayList<>();
  private final List<HostTensor> inputs = new ArrayList<>();
  private final List<List<float[]>> answers = new ArrayList<>();
  private final Place<World> world;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong left = new AtomicLong();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Count answered = new Count();
  private final Count refused = new Count();
  private final Count closed = new Count();
  private final Count reopened = new Count();
  private final Count interrupted = new Count();

  /** What {@link #run} saw, each counted. */
  public record Result(long answers, long refusals, long closes, long backends, long interrupts) {}

  private static final class Count extends AtomicLong {
    private static final long serialVersionUID = 1;
  }

  /** Where something lies until another takes its place. */
  private static final class Place<T> {
    private final AtomicReference<T> reference;

    Place(T first) {
      reference = new AtomicReference<>(first);
    }

    T get() {
      return Objects.requireNonNull(reference.get());
    }

    boolean compareAndSet(T old, T next) {
      return reference.compareAndSet(old, next);
    }
  }

  /** A resource, which of its kind it is, and whether somebody is about to close it. */
  private static final class Held<T extends AutoCloseable> {
    final T resource;
    final int variant;
    volatile boolean closing;

    Held(T resource, int variant) {
      this.resource = resource;
      this.variant = variant;
    }
  }

  /** A recording of a run into a tensor of its own. */
  private record Recorded(Recording recording, Tensor y, Held<ConvLayer> layer, Held<Tensor> x)
      implements AutoCloseable {
    @Override
    public void close() {
      Closing.closeAll(recording, y);
    }
  }

  /** A backend and what the threads share on it. */
  private final class World implements AutoCloseable {
    final Backend backend = opening.get();
    final Place<Held<ConvLayer>> layer = new Place<>(prepare(0));
    final List<Place<Held<Tensor>>> xs = new ArrayList<>();

    /** Rewritten all the time. */
    final Place<Held<Tensor>> moving = new Place<>(upload(0));

    final Place<Held<Tensor>> y = new Place<>(output());
    final Place<Held<Recorded>> recorded;
    volatile boolean closing;

    World() {
      for (int i = 0; i < INPUTS; i++) {
        xs.add(new Place<>(upload(i)));
      }
      recorded = new Place<>(record(layer.get(), xs.get(0).get()));
    }

    Held<ConvLayer> prepare(int variant) {
      return new Held<>(backend.prepare(spec, weights.get(variant)), variant);
    }

    Held<Tensor> upload(int variant) {
      return new Held<>(backend.upload(inputs.get(variant)), variant);
    }

    /** A tensor that holds an answer. */
    Held<Tensor> output() {
      TensorSpec output = spec.output(inputs.getFirst().spec());
      return new Held<>(backend.upload(HostTensor.of(output, answers.get(0).get(0))), 0);
    }

    Held<Recorded> record(Held<ConvLayer> of, Held<Tensor> x) {
      Tensor to = backend.allocate(spec.output(x.resource.spec()));
      try {
        Recording recording = backend.record(() -> of.resource.runInto(x.resource, null, to));
        return new Held<>(new Recorded(recording, to, of, x), 0);
      } catch (Throwable closedMeanwhile) {
        Closing.close(to, closedMeanwhile);
        throw closedMeanwhile;
      }
    }

    @Override
    public void close() {
      closing = true;
      backend.close();
      closeLeftovers();
    }

    private void closeLeftovers() {
      List<AutoCloseable> all = new ArrayList<>(List.of(layer.get().resource));
      xs.forEach(x -> all.add(x.get().resource));
      all.addAll(List.of(moving.get().resource, y.get().resource, recorded.get().resource));
      Closing.closeAll(all.toArray(AutoCloseable[]::new));
    }
  }

  /** Everything is made of that seed. */
  public RandomCloses(ConvSpec spec, long seed, Supplier<Backend> opening) {
    this.spec = spec;
    this.opening = opening;
    TensorSpec x = spec.input(2, 3, 5);
    for (int i = 0; i < INPUTS; i++) {
      inputs.add(Operands.integers(spec, x, true, false, seed + i).x());
    }
    for (int i = 0; i < WEIGHTS; i++) {
      ConvWeights each = Operands.integers(spec, x, true, false, seed + 100 + i).weights();
      weights.add(each);
      answers.add(
          inputs.stream()
              .map(input -> Oracle.compute(spec, each, input, null))
              .map(reference -> reference.toHost(spec.precision().output()).toArray())
              .toList());
    }
    world = new Place<>(new World());
  }

  /**
   * Makes that many calls.
   *
   * @param stuckSeconds how long nothing at all may happen
   * @throws AssertionError at a wrong answer, an exception that is not documented, or where nothing
   *     happens any more; with all stacks then
   */
  public Result run(Thread.Builder builder, int count, long calls, int stuckSeconds)
      throws InterruptedException {
    left.set(calls);
    running.set(count);
    SplittableRandom seeds = new SplittableRandom(calls);
    for (int i = 0; i < count; i++) {
      SplittableRandom random = seeds.split();
      threads.add(builder.unstarted(() -> act(random)));
    }
    threads.forEach(Thread::start);
    watch(stuckSeconds);
    Throwable thrown = failure.get();
    if (thrown != null) {
      AssertionError error = new AssertionError(thrown + ", after " + result(), thrown);
      Closing.close(world.get(), error);
      throw error;
    }
    world.get().close();
    return result();
  }

  private Result result() {
    return new Result(
        answered.get(), refused.get(), closed.get(), reopened.get(), interrupted.get());
  }

  private void watch(int stuckSeconds) throws InterruptedException {
    long last = -1;
    int still = 0;
    while (running.get() > 0) {
      Thread.sleep(10);
      long now = left.get();
      still = now == last ? still + 1 : 0;
      last = now;
      if (still > 100 * stuckSeconds) {
        StringBuilder stacks = new StringBuilder("nothing happened for " + stuckSeconds + " s");
        for (Thread thread : threads) {
          stacks.append("\n").append(thread).append(" ").append(thread.getState());
          for (StackTraceElement frame : thread.getStackTrace()) {
            stacks.append("\n  ").append(frame);
          }
        }
        throw new AssertionError(stacks.toString());
      }
    }
  }

  private void act(SplittableRandom random) {
    try {
      while (left.getAndDecrement() > 0 && failure.get() == null) {
        if (random.nextInt(INTERRUPT) == 0) {
          threads.get(random.nextInt(threads.size())).interrupt();
          interrupted.incrementAndGet();
        } else if (random.nextInt(64) == 0) {
          Thread.interrupted();
        }
        if (random.nextInt(CLOSE) == 0) {
          closeSomething(random);
        } else {
          call(random);
        }
      }
    } catch (Throwable t) {
      failure.compareAndSet(null, t);
    } finally {
      running.decrementAndGet();
    }
  }

  private void call(SplittableRandom random) {
    World on = world.get();
    Held<ConvLayer> layer = on.layer.get();
    Held<Tensor> x = on.xs.get(random.nextInt(INPUTS)).get();
    float[] answer = answers.get(layer.variant).get(x.variant);
    switch (random.nextInt(7)) {
      case 0, 1 -> attempt(on, () -> check(layer.resource.run(x.resource), answer), layer, x);
      case 2 -> attempt(on, () -> checkConcat(layer.resource, x.resource, answer), layer, x);
      case 3 -> {
        Held<Tensor> y = on.y.get();
        attempt(
            on,
            () -> {
              layer.resource.runInto(x.resource, null, y.resource);
              checkAny(y.resource.download(), answers);
            },
            layer,
            x,
            y);
      }
      case 4 -> {
        Held<Recorded> held = on.recorded.get();
        Recorded recorded = held.resource;
        attempt(
            on,
            () -> {
              recorded.recording.replay();
              check(
                  recorded.y.download(),
                  answers.get(recorded.layer.variant).get(recorded.x.variant));
            },
            held,
            recorded.layer,
            recorded.x);
      }
      case 5 -> {
        Held<Tensor> moving = on.moving.get();
        attempt(on, () -> moving.resource.write(inputs.get(random.nextInt(INPUTS))), moving);
      }
      default -> {
        Held<Tensor> moving = on.moving.get();
        attempt(
            on,
            () -> {
              try (Tensor y = layer.resource.run(moving.resource)) {
                checkAny(y.download(), List.of(answers.get(layer.variant)));
              }
            },
            layer,
            moving);
      }
    }
  }

  /** Makes a call that may be refused only if one of what it uses is being closed. */
  private void attempt(World on, Runnable call, Held<?>... used) {
    try {
      call.run();
      answered.incrementAndGet();
    } catch (IllegalStateException e) {
      boolean closing = on.closing || Arrays.stream(used).anyMatch(held -> held.closing);
      if (!closing || !String.valueOf(e.getMessage()).endsWith("is closed")) {
        throw e;
      }
      refused.incrementAndGet();
    }
  }

  private static void check(Tensor y, float[] answer) {
    try (y) {
      check(y.download(), answer);
    }
  }

  private static void checkConcat(ConvLayer layer, Tensor x, float[] answer) {
    int half = x.spec().shape().c() / 2;
    try (Tensor low = x.slice(0, half);
        Tensor high = x.slice(half, x.spec().shape().c() - half)) {
      check(layer.runConcat(List.of(low, high)), answer);
    }
  }

  private static void check(HostTensor y, float[] answer) {
    float[] values = y.toArray();
    if (!Arrays.equals(values, answer)) {
      throw new AssertionError(
          "wrong answer: " + Arrays.toString(values) + ", expected " + Arrays.toString(answer));
    }
  }

  private static void checkAny(HostTensor y, List<List<float[]>> possible) {
    float[] values = y.toArray();
    if (possible.stream().flatMap(List::stream).noneMatch(each -> Arrays.equals(values, each))) {
      throw new AssertionError("no possible answer: " + Arrays.toString(values));
    }
  }

  private void closeSomething(SplittableRandom random) throws Exception {
    World on = world.get();
    if (random.nextInt(CLOSE_BACKEND) == 0) {
      World next = new World();
      if (world.compareAndSet(on, next)) {
        reopened.incrementAndGet();
        on.close();
      } else {
        next.close();
      }
      return;
    }
    try {
      switch (random.nextInt(5)) {
        case 0 -> replace(on.layer, () -> on.prepare(random.nextInt(WEIGHTS)));
        case 1 -> replace(on.y, on::output);
        case 2 -> replace(on.moving, () -> on.upload(0));
        case 3 ->
            replace(
                on.recorded,
                () -> on.record(on.layer.get(), on.xs.get(random.nextInt(INPUTS)).get()));
        default -> {
          int input = random.nextInt(INPUTS);
          replace(on.xs.get(input), () -> on.upload(input));
        }
      }
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).endsWith("is closed")) {
        throw e;
      }
      refused.incrementAndGet();
    }
  }

  /** Closes what is there, which another thread may be closing as well, after replacing it. */
  private <T extends AutoCloseable> void replace(Place<Held<T>> place, Supplier<Held<T>> maker)
      throws Exception {
    Held<T> old = place.get();
    Held<T> next = maker.get();
    old.closing = true;
    if (!place.compareAndSet(old, next)) {
      next.resource.close();
    }
    old.resource.close();
    closed.incrementAndGet();
  }
}
