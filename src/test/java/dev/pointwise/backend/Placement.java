package dev.pointwise.backend;

import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How tensors that belong together lie on a device. */
enum Placement {
  /** Each a tensor of its own. */
  APART(1, 0, false),
  /** Each a slice of a wider tensor of its own. */
  SLICED(1, 1, false),
  /** Two at a time side by side in one wider tensor. */
  PAIRED(2, 1, false),
  /** All side by side in one wider tensor, with other channels around them. */
  ADJACENT(Integer.MAX_VALUE, 2, false),
  /** All side by side, and nothing else. */
  STACKED(Integer.MAX_VALUE, 0, false),
  /** All in one tensor, the last one first. */
  REVERSED(Integer.MAX_VALUE, 1, true);

  private final int together;
  private final int margin;
  private final boolean reversed;

  Placement(int together, int margin, boolean reversed) {
    this.together = together;
    this.margin = margin;
    this.reversed = reversed;
  }

  /**
   * Uploads copies of compact tensors that differ in their channels alone; what lies beside them is
   * full of {@code around}.
   */
  PlacedTensors upload(Backend backend, List<HostTensor> parts, float around) {
    PlacedTensors placed = new PlacedTensors(around);
    for (int i = 0; i < parts.size(); i += Math.min(together, parts.size())) {
      List<HostTensor> group = parts.subList(i, (int) Math.min(parts.size(), (long) i + together));
      place(backend, group, around, placed);
    }
    return placed;
  }

  private void place(Backend backend, List<HostTensor> group, float around, PlacedTensors placed) {
    List<HostTensor> inMemory = new ArrayList<>(group);
    if (reversed) {
      Collections.reverse(inMemory);
    }
    Tensor whole = backend.upload(HostTensors.full(around(group), around));
    List<Tensor> views = new ArrayList<>();
    int channel = margin;
    for (HostTensor part : inMemory) {
      int count = part.spec().shape().c();
      Tensor view = count == whole.spec().shape().c() ? whole : whole.slice(channel, count);
      view.write(part);
      views.add(view);
      channel += count;
    }
    if (reversed) {
      Collections.reverse(views);
    }
    placed.add(whole, views);
  }

  private TensorSpec around(List<HostTensor> group) {
    int channels = group.stream().mapToInt(part -> part.spec().shape().c()).sum();
    TensorSpec like = group.getFirst().spec();
    Shape wide = like.shape().channels(margin + channels + margin);
    return TensorSpec.of(wide, like.dtype(), like.layout());
  }
}
