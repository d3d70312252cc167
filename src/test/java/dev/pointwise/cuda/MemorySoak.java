package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.LayerCycles;
import dev.pointwise.backend.Tuning;
import dev.pointwise.cpu.CpuBackend;
import dev.pointwise.multi.Devices;
import dev.pointwise.testing.ResidentMemory;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Prepares, runs and closes layers over and over, on backends that are opened and closed in their
 * turn, and says how this process's memory grew meanwhile. A process of its own for each backend.
 */
final class MemorySoak {
  private static final int CYCLES_PER_BACKEND = 50;

  private static final int READINGS = 3;
  private static final long SETTLING_NANOS = 200_000_000;

  private MemorySoak() {}

  private static Supplier<Backend> opening(String name) {
    return switch (name) {
      case "cpu" -> () -> CpuBackend.open(2);
      case "cuda" -> CudaBackend::open;
      case "two" -> () -> Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF);
      default -> throw new IllegalArgumentException("backend is " + name);
    };
  }

  /**
   * Prints by how many KiB the process grew after the warm-up, after each tenth of the cycles; then
   * how many device resources are left, which is none on the processor.
   *
   * @param args the backend, the cycles of the warm-up, and those after it
   */
  public static void main(String[] args) {
    Supplier<Backend> opening = opening(args[0]);
    cycle(opening, Integer.parseInt(args[1]));
    int tenth = Integer.parseInt(args[2]) / 10;
    boolean onStandIn = !args[0].equals("cpu");
    long before = settledKib(onStandIn);
    for (int part = 0; part < 10; part++) {
      cycle(opening, tenth);
      System.out.println(settledKib(onStandIn) - before);
    }
    System.out.println(onStandIn ? StandIn.live("all") : 0);
  }

  private static void cycle(Supplier<Backend> opening, int cycles) {
    for (int done = 0; done < cycles; done += CYCLES_PER_BACKEND) {
      LayerCycles.on(opening, Math.min(CYCLES_PER_BACKEND, cycles - done));
      LayerCycles.closingTheBackendFirst(opening);
    }
  }

  /**
   * After a collection, without what the C library keeps though it was freed, megabytes of the
   * compiler's for the most part, and without the handles of the stand-in, which uses none twice.
   * The least of some readings, since a compiler at work has megabytes, and a leak never goes away.
   */
  private static long settledKib(boolean onStandIn) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < READINGS; i++) {
      System.gc();
      LockSupport.parkNanos(SETTLING_NANOS); // cleaners free native memory on a thread of their own
      trim();
      least = Math.min(least, ResidentMemory.kib());
    }
    return least - (onStandIn ? StandIn.handleBytes() >> 10 : 0);
  }

  @SuppressWarnings("restricted") // int malloc_trim(size_t), of glibc
  private static void trim() {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().find("malloc_trim").orElse(null);
    if (function == null) {
      return;
    }
    FunctionDescriptor signature =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    try {
      int given = (int) linker.downcallHandle(function, signature).invokeExact(0L);
      assert given >= 0;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
