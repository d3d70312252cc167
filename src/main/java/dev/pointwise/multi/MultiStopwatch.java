package dev.pointwise.multi;

import dev.pointwise.backend.Stopwatch;
import java.util.List;

/**
 * Says the longest of the devices' own times. They start together: a start waits until all devices
 * have done what was enqueued before, so that none has a head start. Each starts before any work
 * that comes after, so their longest time is never below what the work took; it is above by what it
 * takes to start the others, some microseconds of the host.
 */
final class MultiStopwatch implements Stopwatch {
  private final DeviceGroup group;
  private final List<Stopwatch> stopwatches;

  /** A stopwatch that owns one of each device. */
  MultiStopwatch(DeviceGroup group, List<Stopwatch> stopwatches) {
    this.group = group;
    this.stopwatches = stopwatches;
  }

  @Override
  public void start() {
    group.onFirst(group.size(), place -> group.backends().get(place).synchronize());
    group.onFirst(group.size(), place -> stopwatches.get(place).start());
  }

  @Override
  public void stop() {
    group.onFirst(group.size(), place -> stopwatches.get(place).stop());
  }

  @Override
  public double seconds() {
    double[] longest = {0};
    group.onFirst(
        group.size(), place -> longest[0] = Math.max(longest[0], stopwatches.get(place).seconds()));
    return longest[0];
  }

  @Override
  public void close() {
    group.close(stopwatches);
  }
}
