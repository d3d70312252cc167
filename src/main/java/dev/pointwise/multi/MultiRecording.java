package dev.pointwise.multi;

import dev.pointwise.backend.Recording;
import java.util.ArrayList;
import java.util.List;

/** A recording of each device's part of the same steps. */
final class MultiRecording implements Recording {
  private final DeviceGroup group;
  private final TensorLock[] locks;
  private final List<Recording> recordings = new ArrayList<>();

  /** Runs the steps once on every device, which records them. */
  MultiRecording(DeviceGroup group, List<Step> steps) {
    this.group = group;
    locks =
        TensorLock.ordered(
            steps.stream()
                .flatMap(step -> step.tensors().stream())
                .map(MultiTensor::lock)
                .toList());
    TensorLock.holding(
        locks,
        () ->
            recordings.addAll(
                group.make(
                    place ->
                        group
                            .backends()
                            .get(place)
                            .record(() -> steps.forEach(step -> step.on(place))))));
  }

  @Override
  public void replay() {
    TensorLock.holding(
        locks, () -> group.onFirst(group.size(), place -> recordings.get(place).replay()));
  }

  @Override
  public void close() {
    group.close(recordings);
  }
}
