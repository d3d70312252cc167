package dev.pointwise.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the processor is, as far as the system tells. */
final class Processor {
  /** Where Linux describes processors. */
  static final Path SYSTEM = Path.of("/sys/devices/system/cpu");

  /** The cache of a processor that does not tell: as large as most have in 2025, or larger. */
  static final long CACHE_GUESS = 32L << 20;

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final String CORE_VARIABLE = "OPENBLAS_CORETYPE";

  private Processor() {}

  /** Its name. */
  static String name() {
    String model = cpuinfo("model name");
    String identifier = System.getenv("PROCESSOR_IDENTIFIER");
    return !model.isEmpty()
        ? model
        : identifier != null ? identifier : System.getProperty("os.arch");
  }

  /** The library, what it made of the processor, and what we run on it. */
  static Map<String, String> details(OpenBlasLibrary library, int threads) {
    String core = OpenBlas.core();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("threads", String.valueOf(threads));
    details.put("memory", NativeMemory.totalBytes() + " bytes");
    details.put("OpenBLAS", OpenBlas.config());
    details.put("OpenBLAS core", core + " (" + origin(core) + ")");
    details.put("libopenblas", library.file().toString());
    return details;
  }

  private static String origin(String core) {
    String chosen = System.getenv(CORE_VARIABLE);
    if (chosen == null || chosen.isEmpty()) {
      return "detected";
    }
    boolean wasted =
        CoreClass.of(core) == CoreClass.PACKED
            && (" " + cpuinfo("flags") + " ").contains(" avx512f ");
    return CORE_VARIABLE
        + "="
        + chosen
        + (wasted ? "; this processor has AVX-512, which that core does not use" : "");
  }

  /**
   * Bytes of the highest level of the first processor's caches; {@link #CACHE_GUESS} if unknown.
   */
  static long cacheBytes(Path system) {
    long bytes = CACHE_GUESS;
    int highest = 0;
    for (int index = 0; ; index++) {
      Path cache = system.resolve("cpu0/cache/index" + index);
      String level = SystemFile.text(cache.resolve("level"));
      String size = SystemFile.text(cache.resolve("size"));
      if (level.isEmpty()) {
        return bytes;
      }
      if (level.matches("[1-9]") && size.matches("[1-9][0-9]{0,8}K")) {
        if (Integer.parseInt(level) > highest) {
          highest = Integer.parseInt(level);
          bytes = Long.parseLong(size.substring(0, size.length() - 1)) << 10;
        }
      }
    }
  }

  /** The first value of that name; empty if there is none. */
  static String cpuinfo(String name) {
    try {
      List<String> lines = Files.isReadable(CPUINFO) ? Files.readAllLines(CPUINFO) : List.of();
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
