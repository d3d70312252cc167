package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The sites from which the tests of a contract call, and whether the fault sweep has them all. */
final class ContractSites {
  private final Set<CallSite> reached = ConcurrentHashMap.newKeySet();

  /** Begins to collect. */
  void collect() {
    NativeCalls.watch(
        function -> {
          reached.add(CallSite.of(function));
          return null;
        });
  }

  /**
   * What a process calls once, as it loads the libraries: LoadingFaultTest; or while it compiles.
   */
  private static boolean onlyOnce(CallSite site) {
    return site.frames().stream()
        .anyMatch(
            line -> line.startsWith("CudaRuntime.load:") || line.startsWith("Nvrtc.compile:"));
  }

  /** Stops, and finds all that was collected in what the sweep's scenarios call. */
  void assertSwept() {
    NativeCalls.watch(null);
    StandIn.capability(FaultSweep.CAPABILITY);
    try {
      Path directory = Files.createTempDirectory("pointwise-sites");
      try (FaultCache cache = new FaultCache(directory)) {
        Set<CallSite> swept = new FaultSweep(FaultScenarios.all(cache)).sites();
        Set<String> missed =
            reached.stream()
                .filter(site -> !swept.contains(site) && !onlyOnce(site))
                .map(CallSite::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals("", String.join("\n", missed), "no fault is tried where the contract calls");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      StandIn.capability(90);
    }
  }
}
