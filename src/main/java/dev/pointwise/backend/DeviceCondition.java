package dev.pointwise.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * In which condition a device is at a moment, as far as it tells.
 *
 * @param clock the clock of what computes, in MHz; of several devices, the lowest
 * @param pace seconds that the device took just now for a piece of arithmetic that stays the same
 *     whatever layers become; of several devices, the longest. On a device that others share it
 *     tells what a clock does not
 * @param throttled why the device runs slower right now than it would by itself, so that what is
 *     measured meanwhile is worth nothing: too hot, too little power. Clocks that are low because
 *     nothing runs, or because somebody set them, or within the power limit, are no such reason
 * @param details clocks, limits, ECC and the like, in the order to show them
 */
public record DeviceCondition(
    OptionalDouble clock,
    OptionalDouble pace,
    List<String> throttled,
    Map<String, String> details) {
  /** Copies what could change. */
  public DeviceCondition {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(pace, "pace");
    throttled = List.copyOf(throttled);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** The condition of a device that tells nothing. */
  public static DeviceCondition unknown() {
    return new DeviceCondition(OptionalDouble.empty(), OptionalDouble.empty(), List.of(), Map.of());
  }
}
