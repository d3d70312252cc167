package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.results.Roofline;
import dev.pointwise.spec.Precision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Measures what a device can do at most, through the backend's contract alone. Each ceiling is the
 * best of many samples in several rounds, which go on as long as one still finds a better one, so
 * that nothing measured later should exceed it; where the machine is busy all the time, it is too
 * low all the same.
 */
public final class RooflineMeter implements Ceilings {

  private final Backend backend;

  /** A meter of that backend's device, which nothing else uses meanwhile. */
  public RooflineMeter(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Roofline measure(Set<String> dtypes) {
    Set<String> supported = supported(dtypes);
    try (Stopwatch stopwatch = backend.stopwatch();
        MemoryProbe memory = new MemoryProbe(backend, stopwatch)) {
      LaunchProbe smallest = new LaunchProbe(backend, stopwatch);
      Map<String, Double> peaks = new TreeMap<>();
      double launch = Double.POSITIVE_INFINITY;
      Rounds rounds = new Rounds();
      Roofline best;
      do {
        memory.measure();
        measurePeaks(stopwatch, supported, peaks);
        launch = Math.min(launch, smallest.measure());
        best = new Roofline(now(), memory.bandwidths(), peaks, launch);
      } while (rounds.goOn(best));
      return best;
    }
  }

  @Override
  public Roofline add(Roofline measured, Set<String> dtypes) {
    try (Stopwatch stopwatch = backend.stopwatch()) {
      Map<String, Double> peaks = new TreeMap<>(measured.peaks());
      Rounds rounds = new Rounds();
      Roofline best;
      do {
        measurePeaks(stopwatch, supported(dtypes), peaks);
        best = new Roofline(measured.measured(), measured.bandwidths(), peaks, measured.launch());
      } while (rounds.goOn(best));
      return best;
    }
  }

  @Override
  public Set<String> supported(Set<String> dtypes) {
    Set<String> supported = new TreeSet<>();
    try (Stopwatch stopwatch = backend.stopwatch()) {
      PeakProbe probe = new PeakProbe(backend, stopwatch);
      for (String dtype : dtypes) {
        if (probe.unsupportedReason(Precision.parse(dtype)) == null) {
          supported.add(dtype);
        }
      }
    }
    return supported;
  }

  /** Raises those peaks that come out higher this time. */
  private void measurePeaks(Stopwatch stopwatch, Set<String> dtypes, Map<String, Double> peaks) {
    PeakProbe probe = new PeakProbe(backend, stopwatch);
    for (String dtype : dtypes) {
      peaks.merge(dtype, probe.measure(Precision.parse(dtype)), Math::max);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
