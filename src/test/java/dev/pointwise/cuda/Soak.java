package dev.pointwise.cuda;

import com.google.gson.Gson;
import dev.pointwise.backend.LayerCycles;
import dev.pointwise.testing.ResidentMemory;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;

/**
 * Prepares, runs and closes layers over and over, on backends that are opened and closed in their
 * turn, and watches how much of the device's memory is free between one backend and the next.
 */
public final class Soak {
  /** A context grows by itself now and then, by a few of its blocks of 2 MiB. */
  static final long ALLOWED_BYTES = 16L << 20;

  private static final int CYCLES_PER_BACKEND = 50;
  private static final int WARM_UPS = 2;

  private Soak() {}

  /**
   * What was seen. Bytes of the device's memory, but for {@code residentKib}, this process's own at
   * the first and at the last look.
   *
   * @param cycles how many layers were prepared, run and closed
   * @param free how much was free after each backend, the warm-up's first
   * @param residentKib from {@code /proc/self/status}
   */
  record Result(int cycles, List<Long> free, List<Long> residentKib) {
    long lost() {
      return free.getFirst() - free.getLast();
    }

    boolean held() {
      return lost() <= ALLOWED_BYTES;
    }
  }

  /** Goes through that many cycles, or as many as that time allows. */
  static Result run(int cycles, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    CudaRuntime.libraries();
    CUdevice device = Driver.device(0);
    // Without a context of its own, this thread could not ask how much is free.
    Driver.setCurrent(Driver.retainPrimaryContext(device));
    try {
      for (int i = 0; i < WARM_UPS; i++) {
        oneBackend(CYCLES_PER_BACKEND);
      }
      List<Long> free = new ArrayList<>(List.of(Driver.memoryInfo()[0]));
      List<Long> resident = new ArrayList<>(List.of(ResidentMemory.kib()));
      int done = 0;
      while (done < cycles && System.nanoTime() < end) {
        int some = Math.min(CYCLES_PER_BACKEND, cycles - done);
        oneBackend(some);
        done += some;
        free.add(Driver.memoryInfo()[0]);
      }
      resident.add(ResidentMemory.kib());
      return new Result(done, List.copyOf(free), List.copyOf(resident));
    } finally {
      Driver.releasePrimaryContext(device);
    }
  }

  private static void oneBackend(int cycles) {
    LayerCycles.on(CudaBackend::open, cycles);
  }

  /**
   * Prints the result as one line of JSON; exit code 1 if memory was lost.
   *
   * @param args cycles and seconds
   */
  public static void main(String[] args) {
    Result result = run(Integer.parseInt(args[0]), Double.parseDouble(args[1]));
    var json = new Gson().toJsonTree(result).getAsJsonObject();
    json.addProperty("lost_bytes", result.lost());
    json.addProperty("allowed_bytes", ALLOWED_BYTES);
    System.out.println(json);
    System.exit(result.held() ? 0 : 1);
  }
}
