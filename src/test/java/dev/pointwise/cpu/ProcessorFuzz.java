package dev.pointwise.cpu;

import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.fuzz.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the system tells of a processor, each of its files holding the input. */
public final class ProcessorFuzz {
  private static final Path SYSTEM;

  static {
    try {
      SYSTEM = Files.createTempDirectory("pointwise-fuzz");
      for (String folder : new String[] {"cpu0/cpufreq", "cpu0/thermal_throttle"}) {
        Files.createDirectories(SYSTEM.resolve(folder));
      }
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private ProcessorFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    for (String file :
        new String[] {
          "cpufreq/scaling_cur_freq",
          "cpufreq/scaling_governor",
          "cpufreq/cpuinfo_max_freq",
          "thermal_throttle/package_throttle_count"
        }) {
      Files.write(SYSTEM.resolve("cpu0").resolve(file), input);
    }
    DeviceCondition now = new ProcessorCondition(SYSTEM).now(1);
    for (Map.Entry<String, String> detail : now.details().entrySet()) {
      Refusal.plain(detail.getValue());
    }
  }
}
