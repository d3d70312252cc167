package dev.pointwise.multi;

import dev.pointwise.backend.Recording;
import java.util.ArrayList;
import java.util.List;

/** A recording of each device's part of the same steps, where there is any. */
final class MultiRecording implements Recording {
  private final DeviceGroup group;
  private final TensorLock[] locks;
  private final List<Recording> recordings = new ArrayList<>();

  /** Runs the steps once on their devices, which record them. */
  MultiRecording(DeviceGroup group, List<Step> steps) {
    this.group = group;
    locks =
        TensorLock.ordered(
            steps.stream()
                .flatMap(step -> step.tensors().stream())
                .map(MultiTensor::lock)
                .distinct()
                .toArray(TensorLock[]::new));
    int used = steps.stream().mapToInt(Step::used).max().orElse(0);
    TensorLock.holding(
        locks,
        () ->
            recordings.addAll(
                group.make(
                    used,
                    place ->
                        group
                            .backends()
                            .get(place)
                            .record(() -> steps.forEach(step -> step.on(place))))));
  }

  @Override
  public void replay() {
    TensorLock.holding(
        locks, () -> group.onFirst(recordings.size(), place -> recordings.get(place).replay()));
  }

  @Override
  public void close() {
    group.close(recordings);
  }
}
