package dev.pointwise.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** One GPU, as the management library describes it. */
final class NvmlDevice {
  private static final int TEXT = 96;
  private static final int SM = 1;
  private static final int MEMORY = 2;

  private final Nvml nvml;
  private final MemorySegment handle;

  NvmlDevice(Nvml nvml, MemorySegment handle) {
    this.nvml = nvml;
    this.handle = handle;
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

  private MemorySegment out(int ints) {
    return nvml.arena.allocate(ValueLayout.JAVA_INT, ints);
  }

  private static int at(MemorySegment ints, int index) {
    return ints.getAtIndex(ValueLayout.JAVA_INT, index);
  }

  private String name() {
    MemorySegment text = nvml.arena.allocate(TEXT);
    return nvml.call("nvmlDeviceGetName", handle, text, TEXT)
        ? text.getString(0)
        : "a device that does not tell its name";
  }

  private String capability() {
    MemorySegment pair = out(2);
    return nvml.call("nvmlDeviceGetCudaComputeCapability", handle, pair, pair.asSlice(4))
        ? at(pair, 0) + "." + at(pair, 1)
        : "unknown";
  }

  private String memory() {
    MemorySegment info = nvml.arena.allocate(ValueLayout.JAVA_LONG, 3);
    return nvml.call("nvmlDeviceGetMemoryInfo", handle, info)
        ? (info.get(ValueLayout.JAVA_LONG, 0) >> 20)
            + " MiB ("
            + (info.get(ValueLayout.JAVA_LONG, 8) >> 20)
            + " free)"
        : "memory unknown";
  }

  /** A mode now; GPUs that cannot have it refuse to answer. */
  private String mode(String function) {
    MemorySegment pair = out(2);
    if (!nvml.call(function, handle, pair, pair.asSlice(4))) {
      return "not there";
    }
    return at(pair, 0) == 1 ? "on" : "off";
  }

  private String clock(int type) {
    return megahertz("nvmlDeviceGetClockInfo", type)
        + " of "
        + megahertz("nvmlDeviceGetMaxClockInfo", type)
        + " MHz";
  }

  private String megahertz(String function, int type) {
    MemorySegment value = out(1);
    return nvml.call(function, handle, type, value) ? String.valueOf(at(value, 0)) : "unknown";
  }

  private String powerLimit() {
    MemorySegment value = out(1);
    return nvml.call("nvmlDeviceGetEnforcedPowerLimit", handle, value)
        ? at(value, 0) / 1000 + " W"
        : "unknown";
  }
}
