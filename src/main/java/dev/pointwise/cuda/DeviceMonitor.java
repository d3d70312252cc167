package dev.pointwise.cuda;

import dev.pointwise.backend.DeviceCondition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Asks the management library for the condition of one device. Opens it when it is first asked, and
 * never again: that takes milliseconds. Thread-safe.
 */
final class DeviceMonitor implements AutoCloseable {
  private final String pciBusId;
  private final Map<String, String> limits = new LinkedHashMap<>();
  private boolean opened;
  private @Nullable Nvml nvml;
  private @Nullable NvmlDevice device;

  /** A monitor of the device at that place on the bus. */
  DeviceMonitor(String pciBusId) {
    this.pciBusId = pciBusId;
  }

  /** In which condition the device is; unknown where the library or the device is not there. */
  synchronized DeviceCondition condition() {
    if (!opened) {
      opened = true;
      open();
    }
    if (device == null) {
      return DeviceCondition.unknown();
    }
    OptionalInt clock = device.smClock();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("SM clock", NvmlDevice.megahertz(clock));
    details.put("memory clock", NvmlDevice.megahertz(device.memoryClock()));
    details.putAll(limits);
    return new DeviceCondition(
        clock.isPresent() ? OptionalDouble.of(clock.getAsInt()) : OptionalDouble.empty(),
        OptionalDouble.empty(),
        device.throttled(),
        details);
  }

  private void open() {
    Nvml library = Nvml.open();
    if (library == null) {
      return;
    }
    nvml = library;
    device = library.byPciBusId(pciBusId);
    if (device != null) {
      limits.putAll(device.limits());
      limits.put("driver", library.driverVersion());
    }
  }

  @Override
  public synchronized void close() {
    if (nvml != null) {
      nvml.close();
    }
  }
}
