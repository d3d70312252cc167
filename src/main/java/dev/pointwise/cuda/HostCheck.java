package dev.pointwise.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The operating system, the C library, Java and the settings. */
final class HostCheck {
  /** What JCuda's natives ask for. */
  private static final String OLDEST_GLIBC = "2.17";

  private HostCheck() {}

  static void add(List<Finding> findings) {
    findings.add(system(property("os.name"), property("os.arch")));
    try {
      findings.add(glibc(CudaLibraries.WINDOWS ? null : Glibc.version()));
    } catch (IllegalCallerException e) {
      findings.add(Finding.warning("glibc", "unknown: Java denies native access", ""));
    }
    findings.add(java());
    findings.add(settings());
  }

  static Finding system(String name, String architecture) {
    String detail = name + " " + property("os.version") + ", " + architecture;
    boolean known = name.equals("Linux") || name.startsWith("Windows");
    return known && architecture.equals("amd64")
        ? Finding.ok("system", detail)
        : Finding.problem("system", detail, "JCuda has natives for Linux and Windows on x86-64");
  }

  static Finding glibc(@Nullable String version) {
    if (version == null) {
      return CudaLibraries.WINDOWS
          ? Finding.ok("glibc", "not on Windows")
          : Finding.problem(
              "glibc", "none; another C library", "CUDA and JCuda need a distribution with glibc");
    }
    return java.util.Arrays.compare(numbers(version), numbers(OLDEST_GLIBC)) >= 0
        ? Finding.ok("glibc", version)
        : Finding.problem(
            "glibc", version, "JCuda's natives need glibc " + OLDEST_GLIBC + " or newer");
  }

  private static int[] numbers(String version) {
    return java.util.Arrays.stream(version.replaceAll("[^0-9.].*", "").split("\\.", -1))
        .filter(part -> !part.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static Finding java() {
    String detail =
        property("java.vm.name")
            + " "
            + property("java.runtime.version")
            + ", heap up to "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB";
    return HostCheck.class.getModule().isNativeAccessEnabled()
        ? Finding.ok("java", detail + ", native access enabled")
        : Finding.warning(
            "java",
            detail + ", native access not enabled",
            "run java with --enable-native-access=ALL-UNNAMED; later versions will insist on it");
  }

  private static Finding settings() {
    List<String> set = new ArrayList<>();
    for (String name : List.of("pointwise.cuda.path", "pointwise.cache")) {
      String value = System.getProperty(name);
      if (value != null) {
        set.add("-D" + name + "=" + value);
      }
    }
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.forEach(
        (name, value) -> {
          if (name.matches("POINTWISE_.*|CUDA_(PATH|HOME|VISIBLE_DEVICES)|LD_LIBRARY_PATH")) {
            set.add(name + "=" + value);
          }
        });
    return Finding.ok("settings", set.isEmpty() ? "none" : String.join(" ", set));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
