package dev.pointwise.cuda;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kernels compiled by NVRTC for every architecture that it knows, and what they take there. */
final class KernelTable {
  private static final int OLDEST = 75;

  private final String source;
  private final List<String> kernels;
  private final Map<Integer, Integer> imageBytes = new TreeMap<>();
  private final Map<Integer, Map<String, ResourceUsage>> usage = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private int textBytes;

  KernelTable(String source) {
    this.source = source;
    kernels =
        Pattern.compile("__global__ void [^{]*?(\\w+)\\(const ")
            .matcher(source)
            .results()
            .map(match -> match.group(1))
            .sorted()
            .toList();
  }

  /** Compiles: as for the devices that NVRTC knows, and as for one that is newer than it. */
  void compile() {
    int newest = 0;
    for (int capability : Arrays.stream(Nvrtc.capabilities()).filter(c -> c >= OLDEST).toArray()) {
      newest = capability;
      try {
        compile(capability);
      } catch (CudaException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    if (newest == 0) {
      faults.add("NVRTC knows no architecture from sm_" + OLDEST + " on");
      return;
    }
    try {
      textBytes = Nvrtc.compile(source, "kernels.cu", Nvrtc.architecture(newest + 1)).length;
    } catch (CudaException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }

  private void compile(int capability) {
    Map<String, ResourceUsage> found = new TreeMap<>();
    byte[] image =
        Nvrtc.compile(
            source,
            "kernels.cu",
            Nvrtc.architecture(capability),
            List.of("--ptxas-options=-v"),
            log -> found.putAll(ResourceUsage.parse(log)));
    imageBytes.put(capability, image.length);
    usage.put(capability, found);
    List<String> unreported =
        kernels.stream().filter(kernel -> !found.containsKey(kernel)).toList();
    if (!unreported.isEmpty()) {
      faults.add("sm_" + capability + ": nothing is reported of " + String.join(", ", unreported));
    }
    found.forEach(
        (kernel, each) -> {
          if (each.spilled() > 0) {
            faults.add("sm_" + capability + ": " + kernel + " spills " + each.spilled() + " bytes");
          }
        });
  }

  /** What does not hold. */
  List<String> faults() {
    return faults;
  }

  /** Registers of a thread, by kernel and architecture. */
  void print(PrintStream out) {
    out.println(row("registers", usage.keySet().stream().map(each -> "sm_" + each).toList()));
    out.println("|---|" + "---:|".repeat(usage.size()));
    for (String kernel : kernels) {
      out.println(
          row(
              "`" + kernel + "`",
              usage.values().stream().map(each -> String.valueOf(each.get(kernel))).toList()));
    }
    out.println(
        row(
            "bytes spilled, all kernels",
            usage.values().stream()
                .map(each -> each.values().stream().mapToInt(ResourceUsage::spilled).sum())
                .map(String::valueOf)
                .toList()));
    out.println(row("cubin, bytes", imageBytes.values().stream().map(String::valueOf).toList()));
    out.printf("%nPTX for a device newer than these: %d bytes.%n", textBytes);
  }

  private static String row(String head, List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| " + head + " | ", " |"));
  }
}
