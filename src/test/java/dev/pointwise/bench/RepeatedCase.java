package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Work;
import dev.pointwise.spec.GemmShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case that takes several times as long as it says.
 *
 * @param once the case
 * @param times how often it runs where it should run once
 */
record RepeatedCase(BenchCase once, int times) implements BenchCase {
  @Override
  public CaseKey key() {
    return once.key();
  }

  @Override
  public List<GemmShape> products() {
    return once.products();
  }

  @Override
  public Work work() {
    return once.work();
  }

  @Override
  public long deviceBytes() {
    return once.deviceBytes();
  }

  @Override
  public List<String> options() {
    return once.options();
  }

  @Override
  public Verification verify(Backend backend, long seed) {
    return once.verify(backend, seed);
  }

  @Override
  public Workload open(Backend backend, long seed, Fill fill) {
    return new Repeated(once.open(backend, seed, fill), times);
  }

  /** Runs several times for one. */
  private record Repeated(Workload once, int times) implements Workload {
    @Override
    public void run() {
      for (int i = 0; i < times; i++) {
        once.run();
      }
    }

    @Override
    public void write() {
      once.write();
    }

    @Override
    public void read() {
      once.read();
    }

    @Override
    public @Nullable PlanExplanation plan() {
      return once.plan();
    }

    @Override
    public boolean recordable() {
      return false;
    }

    @Override
    public void close() {
      once.close();
    }
  }
}
