package dev.pointwise.bench;

import dev.pointwise.results.Phases;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A sampler of which a run takes what a test says, on a clock of the test's. */
final class FakeSampler implements Sampler {
  private final String name;
  private final FakeClock clock;
  private final IntToDoubleFunction seconds;
  private @Nullable Phases phases;
  private @Nullable RuntimeException failure;
  private int failAt = Integer.MAX_VALUE;
  private int calls;
  private double last;
  private boolean closed;

  /** What happens on a clock, in order. */
  static final class FakeClock {
    private double now;
    private final List<String> events = new ArrayList<>();

    long nanoTime() {
      return Math.round(now * 1e9);
    }

    void pass(double seconds) {
      now += seconds;
    }

    void note(String event) {
      events.add(event);
    }

    List<String> events() {
      return events;
    }
  }

  /**
   * A sampler.
   *
   * @param name what its runs are noted as
   * @param seconds what a run of the n-th call takes
   */
  FakeSampler(String name, FakeClock clock, IntToDoubleFunction seconds) {
    this.name = name;
    this.clock = clock;
    this.seconds = seconds;
  }

  /** Lets the n-th call fail. */
  FakeSampler failing(int call, RuntimeException with) {
    failAt = call;
    failure = with;
    return this;
  }

  FakeSampler phases(Phases each) {
    phases = each;
    return this;
  }

  @Override
  public void run(int runs) {
    if (calls == failAt && failure != null) {
      throw failure;
    }
    last = seconds.applyAsDouble(calls++);
    clock.pass(last * runs);
    clock.note(name);
  }

  @Override
  public Sample sample() {
    return new Sample(last, phases);
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }
}
