package dev.pointwise.cpu;

import dev.pointwise.backend.DeviceCondition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The first processor's clock, and how often its package was too hot, as Linux tells. A virtual
 * machine often tells neither: then the clock is unknown, and its nominal value a detail.
 * Thread-safe.
 */
final class ProcessorCondition {
  private static final String UNKNOWN = "unknown";

  private final Path frequency;
  private final Path governor;
  private final Path highest;
  private final Path throttleCount;
  private final String nominal;
  private final AtomicLong throttledBefore;

  /** Of the processors described in that folder. */
  ProcessorCondition(Path system) {
    Path first = system.resolve("cpu0");
    frequency = first.resolve("cpufreq/scaling_cur_freq");
    governor = first.resolve("cpufreq/scaling_governor");
    highest = first.resolve("cpufreq/cpuinfo_max_freq");
    throttleCount = first.resolve("thermal_throttle/package_throttle_count");
    nominal = Processor.cpuinfo("cpu MHz");
    throttledBefore = new AtomicLong(number(SystemFile.text(throttleCount)));
  }

  /**
   * What it is now; throttled, if the count has risen since it was last asked.
   *
   * @param pace in seconds
   */
  DeviceCondition now(double pace) {
    String clock = SystemFile.text(frequency);
    String throttled = SystemFile.text(throttleCount);
    Map<String, String> details = new LinkedHashMap<>();
    details.put("clock", clock.isEmpty() ? nominalClock() : megahertz(clock));
    details.put("highest clock", megahertz(SystemFile.text(highest)));
    details.put("governor", orUnknown(SystemFile.text(governor)));
    details.put("thermal throttle count", orUnknown(throttled));
    boolean hotter = number(throttled) > throttledBefore.getAndSet(number(throttled));
    return new DeviceCondition(
        number(clock) > 0 ? OptionalDouble.of(number(clock) / 1e3) : OptionalDouble.empty(),
        OptionalDouble.of(pace),
        hotter ? List.of("thermal") : List.of(),
        details);
  }

  private String nominalClock() {
    return nominal.isEmpty() ? UNKNOWN : "unknown, nominally " + nominal + " MHz";
  }

  private static String megahertz(String kilohertz) {
    return number(kilohertz) > 0 ? number(kilohertz) / 1000 + " MHz" : UNKNOWN;
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? UNKNOWN : text;
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }
}
