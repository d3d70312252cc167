package dev.pointwise.cuda;

import com.google.gson.Gson;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final ConvSpec PLAIN = ConvSpec.of(24, 40).activation(Activation.RELU);
  private static final ConvWeights WEIGHTS = ConvWeights.of(new float[24 * 40]).bias(new float[40]);
  private static final List<ConvSpec> LAYERS =
      List.of(
          PLAIN,
          PLAIN.precision(Precision.F16).layout(Layout.NHWC),
          PLAIN.precision(Precision.BF16).stride(2),
          PLAIN.precision(Precision.TF32).outputLayout(Layout.NHWC));

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
      List<Long> resident = new ArrayList<>(List.of(residentKib()));
      int done = 0;
      while (done < cycles && System.nanoTime() < end) {
        int some = Math.min(CYCLES_PER_BACKEND, cycles - done);
        oneBackend(some);
        done += some;
        free.add(Driver.memoryInfo()[0]);
      }
      resident.add(residentKib());
      return new Result(done, List.copyOf(free), List.copyOf(resident));
    } finally {
      Driver.releasePrimaryContext(device);
    }
  }

  private static void oneBackend(int cycles) {
    try (CudaBackend backend = CudaBackend.open()) {
      for (int i = 0; i < cycles; i++) {
        ConvSpec spec = LAYERS.get(i % LAYERS.size());
        HostTensor image = HostTensor.allocate(spec.input(1 + i % 3, 9, 7)).fill(1);
        try (ConvLayer layer = backend.prepare(spec, WEIGHTS);
            Tensor x = backend.upload(image);
            Tensor y = layer.run(x)) {
          y.download();
        }
      }
    }
  }

  private static long residentKib() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
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
