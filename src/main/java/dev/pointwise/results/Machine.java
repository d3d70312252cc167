package dev.pointwise.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The computer, as reports name it.
 *
 * @param cpu the processor's own name
 * @param processors how many of its threads this process may use
 * @param os the operating system
 * @param jdk the Java runtime
 */
public record Machine(String cpu, int processors, String os, String jdk) {
  /** The computer this runs on. */
  public static Machine here() {
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        property("os.name") + " " + property("os.version"),
        property("java.vm.name") + " " + property("java.runtime.version"));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String cpuName() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      return property("os.arch");
    }
    return property("os.arch");
  }

  @Override
  public String toString() {
    return cpu + ", " + processors + " processors; " + os + "; " + jdk;
  }
}
