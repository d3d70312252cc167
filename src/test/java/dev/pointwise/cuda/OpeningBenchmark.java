package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the first opening of the backend costs in a fresh JVM, on the stand-in: finding and loading
 * the libraries and JCuda's natives, the context, and the kernels from the cache on disk, which a
 * fork that is not counted fills.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 10, warmups = 1)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class OpeningBenchmark {
  private Backend backend;

  /** Frees everything. */
  @TearDown
  public void close() {
    backend.close();
  }

  /** The first opening in the process. */
  @Benchmark
  public void open() {
    backend = CudaBackend.open();
  }
}
