package dev.pointwise.results;

import dev.pointwise.backend.BackendInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run of the benchmark on one backend: where its numbers come from.
 *
 * @param build which Pointwise
 * @param started when it began
 * @param command the command line
 * @param backend what ran the cases
 * @param devices which of the backend's devices, by number; several as one
 * @param condition clocks, power limit, ECC and the like when it began, in the order to show them
 * @param machine the computer
 * @param settings how cases were measured
 * @param roofline what the device can do at most; null if that was not measured
 */
public record RunInfo(
    Build build,
    Instant started,
    List<String> command,
    BackendInfo backend,
    List<Integer> devices,
    Map<String, String> condition,
    Machine machine,
    Settings settings,
    @Nullable Roofline roofline) {
  /** What is to be said of times that are none of a GPU's. */
  public static final String STAND_IN_WARNING =
      "The device is a CPU stand-in for a GPU: its times are no measurement of speed.";

  /** Copies what could change. */
  public RunInfo {
    command = List.copyOf(command);
    devices = List.copyOf(devices);
    condition = Collections.unmodifiableMap(new LinkedHashMap<>(condition));
  }

  /** Whether the device only stands in for a GPU, so that its times say nothing about speed. */
  public boolean standIn() {
    return isStandIn(backend);
  }

  /** Whether a backend's device only stands in for a GPU. */
  public static boolean isStandIn(BackendInfo backend) {
    return backend.device().contains("CPU stand-in");
  }

  /**
   * How near a series of a case comes to what the device can do; empty where that is not known, or
   * the time is from host to host.
   */
  public Optional<Roofline.Assessment> assess(CaseRow row, Series series) {
    Roofline ceilings = roofline;
    return ceilings == null || settings.timing() == Timing.E2E
        ? Optional.empty()
        : row.time(series)
            .flatMap(
                time ->
                    ceilings.assess(
                        row.key().dtype(), row.work(), series.cold(), time.statistics().median()));
  }
}
