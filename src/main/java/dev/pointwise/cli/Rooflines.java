package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.bench.PlannedCase;
import dev.pointwise.bench.RooflineCache;
import dev.pointwise.results.Roofline;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of what devices can do at most. */
final class Rooflines {
  private Rooflines() {}

  /** That of a backend's device; null if it was never measured. */
  static @Nullable Roofline of(Backend backend) {
    return RooflineCache.of(backend).kept();
  }

  /**
   * That of a backend's device, with the peaks that some cases need; what is missing is measured
   * now, which is said on {@code err}, as is why it cannot be measured: then it is null.
   */
  static @Nullable Roofline of(Backend backend, List<PlannedCase> cases, PrintWriter err) {
    Set<String> dtypes =
        cases.stream().map(each -> each.benchCase().key().dtype()).collect(Collectors.toSet());
    try {
      return RooflineCache.of(backend)
          .getOrMeasure(
              dtypes,
              () -> Failures.print(err, "measuring the roofline of " + backend.info() + " first"));
    } catch (BackendException | OutOfMemoryError e) {
      Failures.print(err, "no roofline: " + e.getMessage());
      return null;
    }
  }
}
