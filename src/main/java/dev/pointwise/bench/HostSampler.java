package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.results.Phases;
import java.util.function.LongSupplier;

/**
 * Times runs from host to host by the wall clock: all inputs are copied to the device, the work
 * runs, all outputs are copied back, each once the one before is done.
 */
final class HostSampler implements Sampler {
  private final Backend backend;
  private final Workload workload;
  private final Runnable work;
  private final LongSupplier nanoTime;
  private int runs = 1;
  private long toDevice;
  private long compute;
  private long toHost;

  /**
   * A sampler of that workload.
   *
   * @param work what is run between its inputs and its outputs
   */
  HostSampler(Backend backend, Workload workload, Runnable work, LongSupplier nanoTime) {
    this.backend = backend;
    this.workload = workload;
    this.work = work;
    this.nanoTime = nanoTime;
  }

  @Override
  public void run(int count) {
    runs = count;
    toDevice = 0;
    compute = 0;
    toHost = 0;
    backend.synchronize();
    for (int i = 0; i < count; i++) {
      long start = nanoTime.getAsLong();
      workload.write();
      backend.synchronize();
      long written = nanoTime.getAsLong();
      work.run();
      backend.synchronize();
      long computed = nanoTime.getAsLong();
      workload.read();
      long read = nanoTime.getAsLong();
      toDevice += written - start;
      compute += computed - written;
      toHost += read - computed;
    }
  }

  @Override
  public Sample sample() {
    Phases phases = new Phases(mean(toDevice), mean(compute), mean(toHost));
    return new Sample(phases.toDevice() + phases.compute() + phases.toHost(), phases);
  }

  private double mean(long nanos) {
    return nanos * 1e-9 / runs;
  }
}
