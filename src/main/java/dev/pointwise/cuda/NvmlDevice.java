package dev.pointwise.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One GPU, as the management library describes it. */
final class NvmlDevice {
  private static final int TEXT = 96;
  private static final int SM = 1;
  private static final int MEMORY = 2;

  private static final long HARDWARE_SLOWDOWN = 0x08;
  private static final long SOFTWARE_THERMAL = 0x20;
  private static final long HARDWARE_THERMAL = 0x40;
  private static final long POWER_BRAKE = 0x80;

  private final Nvml nvml;
  private final MemorySegment handle;

  /** Where the library answers; read before the next question. */
  private final MemorySegment answer;

  NvmlDevice(Nvml nvml, MemorySegment handle) {
    this.nvml = nvml;
    this.handle = handle;
    this.answer = nvml.arena.allocate(TEXT, Long.BYTES);
  }

  /** All that it tells, in one line. */
  String describe() {
    return String.join(
        ", ",
        List.of(
            name(),
            "compute capability " + capability(),
            memory(),
            "ECC " + mode("nvmlDeviceGetEccMode"),
            "MIG " + mode("nvmlDeviceGetMigMode"),
            "SM clock " + clock(SM),
            "memory clock " + clock(MEMORY),
            "power limit " + powerLimit()));
  }

  /** What does not change while it runs, unless somebody sets it, in the order to show it. */
  Map<String, String> limits() {
    Map<String, String> limits = new LinkedHashMap<>();
    limits.put("highest SM clock", megahertz(highest(SM)));
    limits.put("highest memory clock", megahertz(highest(MEMORY)));
    limits.put("ECC", mode("nvmlDeviceGetEccMode"));
    limits.put("MIG", mode("nvmlDeviceGetMigMode"));
    limits.put("power limit", powerLimit());
    return limits;
  }

  /** The clock of the multiprocessors in MHz; empty if it is not told. */
  OptionalInt smClock() {
    return now(SM);
  }

  /** The clock of the memory in MHz; empty if it is not told. */
  OptionalInt memoryClock() {
    return now(MEMORY);
  }

  /**
   * Why it runs slower than it would by itself: heat, and what the hardware does when it gets too
   * little power. The bits are those of NVML's reference, where the function has had two names.
   */
  List<String> throttled() {
    if (!nvml.call("nvmlDeviceGetCurrentClocksEventReasons", handle, answer)
        && !nvml.call("nvmlDeviceGetCurrentClocksThrottleReasons", handle, answer)) {
      return List.of();
    }
    long bits = answer.get(ValueLayout.JAVA_LONG, 0);
    List<String> reasons = new ArrayList<>();
    if ((bits & (SOFTWARE_THERMAL | HARDWARE_THERMAL)) != 0) {
      reasons.add("thermal");
    }
    if ((bits & POWER_BRAKE) != 0) {
      reasons.add("power brake");
    }
    if (reasons.isEmpty() && (bits & HARDWARE_SLOWDOWN) != 0) {
      reasons.add("hardware slowdown");
    }
    return reasons;
  }

  private String name() {
    return nvml.call("nvmlDeviceGetName", handle, answer, TEXT)
        ? answer.getString(0)
        : "a device that does not tell its name";
  }

  private String capability() {
    return callPair("nvmlDeviceGetCudaComputeCapability") ? at(0) + "." + at(1) : "unknown";
  }

  private boolean callPair(String function) {
    return nvml.call(function, handle, answer, answer.asSlice(Integer.BYTES));
  }

  private int at(int index) {
    return answer.getAtIndex(ValueLayout.JAVA_INT, index);
  }

  private String memory() {
    return nvml.call("nvmlDeviceGetMemoryInfo", handle, answer)
        ? (answer.get(ValueLayout.JAVA_LONG, 0) >> 20)
            + " MiB ("
            + (answer.get(ValueLayout.JAVA_LONG, 8) >> 20)
            + " free)"
        : "memory unknown";
  }

  /** A mode now; GPUs that cannot have it refuse to answer. */
  private String mode(String function) {
    return !callPair(function) ? "not there" : at(0) == 1 ? "on" : "off";
  }

  private String clock(int type) {
    return number(now(type)) + " of " + megahertz(highest(type));
  }

  private OptionalInt now(int type) {
    return clock("nvmlDeviceGetClockInfo", type);
  }

  private OptionalInt highest(int type) {
    return clock("nvmlDeviceGetMaxClockInfo", type);
  }

  private OptionalInt clock(String function, int type) {
    return nvml.call(function, handle, type, answer) ? OptionalInt.of(at(0)) : OptionalInt.empty();
  }

  /** How a clock is shown. */
  static String megahertz(OptionalInt clock) {
    return number(clock) + " MHz";
  }

  private static String number(OptionalInt clock) {
    return clock.isPresent() ? String.valueOf(clock.getAsInt()) : "unknown";
  }

  private String powerLimit() {
    return nvml.call("nvmlDeviceGetEnforcedPowerLimit", handle, answer)
        ? at(0) / 1000 + " W"
        : "unknown";
  }
}
