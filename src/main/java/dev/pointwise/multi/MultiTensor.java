package dev.pointwise.multi;

import dev.pointwise.backend.AbstractTensor;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/** A tensor, or a view of one, each of whose images is on one of several devices. */
final class MultiTensor extends AbstractTensor {
  private final DeviceGroup group;
  private final BatchSplit split;
  private final TensorLock lock;
  private final List<Tensor> parts;

  /** A tensor that owns those parts, one on each device. */
  MultiTensor(MultiBackend backend, TensorSpec spec, BatchSplit split, List<Tensor> parts) {
    super(backend, spec);
    this.group = backend.group();
    this.split = split;
    this.lock = new TensorLock();
    this.parts = parts;
  }

  private MultiTensor(MultiTensor of, TensorSpec spec, List<Tensor> parts) {
    super(of, spec);
    this.group = of.group;
    this.split = of.split;
    this.lock = of.lock;
    this.parts = parts;
  }

  BatchSplit split() {
    return split;
  }

  /** The same for all views of one tensor. */
  TensorLock lock() {
    return lock;
  }

  /** The images on one device. */
  Tensor part(int place) {
    return parts.get(place);
  }

  @Override
  protected MultiTensor view(TensorSpec viewSpec) {
    if (viewSpec.shape().n() != spec().shape().n()) {
      throw new IllegalArgumentException(
          "spec is "
              + viewSpec
              + ", expected N = "
              + spec().shape().n()
              + " as of the tensor, whose images are on several devices");
    }
    List<Tensor> views = new ArrayList<>();
    for (int place = 0; place < parts.size(); place++) {
      views.add(view(part(place), viewSpec, split.part(viewSpec, place)));
    }
    return new MultiTensor(this, viewSpec, views);
  }

  /** A whole tensor's view that is whole is a reshaped one, any other is a slice. */
  private Tensor view(Tensor part, TensorSpec viewSpec, TensorSpec viewPart) {
    return spec().isCompact() && viewSpec.isCompact()
        ? part.reshaped(viewPart)
        : part.slice(viewSpec.channelOffset() - spec().channelOffset(), viewSpec.shape().c());
  }

  @Override
  protected void writeCompact(HostTensor host) {
    new Step(List.of(this), place -> part(place).write(split.part(host, place))).run(group);
  }

  @Override
  protected void readCompact(HostTensor host) {
    new Step(List.of(this), place -> part(place).read(split.part(host, place))).run(group);
  }

  @Override
  protected void free() {
    group.close(parts);
  }
}
