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
 * best of many samples, so that nothing measured later should exceed it; where the machine is busy
 * meanwhile, it is too low all the same. Takes a few seconds.
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
    try (Stopwatch stopwatch = backend.stopwatch()) {
      return new Roofline(
          now(),
          new MemoryProbe(backend, stopwatch).measure(),
          peaks(stopwatch, supported),
          new LaunchProbe(backend, stopwatch).measure());
    }
  }

  @Override
  public Roofline add(Roofline measured, Set<String> dtypes) {
    try (Stopwatch stopwatch = backend.stopwatch()) {
      Map<String, Double> peaks = new TreeMap<>(measured.peaks());
      peaks.putAll(peaks(stopwatch, supported(dtypes)));
      return new Roofline(measured.measured(), measured.bandwidths(), peaks, measured.launch());
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

  private Map<String, Double> peaks(Stopwatch stopwatch, Set<String> dtypes) {
    Map<String, Double> peaks = new TreeMap<>();
    PeakProbe probe = new PeakProbe(backend, stopwatch);
    for (String dtype : dtypes) {
      peaks.put(dtype, probe.measure(Precision.parse(dtype)));
    }
    return peaks;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
