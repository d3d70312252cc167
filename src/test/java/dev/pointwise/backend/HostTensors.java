package dev.pointwise.backend;

import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;

/** Host tensors around, within and like others. */
final class HostTensors {
  private HostTensors() {}

  /** The whole of the tensor that {@code view} is a slice of; it shares the memory. */
  static HostTensor whole(HostTensor view) {
    TensorSpec spec = view.spec();
    Shape wide = spec.shape().channels(spec.channelPitch());
    return HostTensor.wrap(TensorSpec.of(wide, spec.dtype(), spec.layout()), view.data());
  }

  /** The slice of a wider tensor, {@code before} channels in and {@code after} from its end. */
  static TensorSpec within(TensorSpec spec, int before, int after) {
    Shape wide = spec.shape().channels(before + spec.shape().c() + after);
    return TensorSpec.of(wide, spec.dtype(), spec.layout()).slice(before, spec.shape().c());
  }

  /** A copy of {@code compact} that is a slice of a wider tensor, filled with {@code around}. */
  static HostTensor within(HostTensor compact, int before, int after, float around) {
    HostTensor view = HostTensor.allocate(within(compact.spec(), before, after));
    whole(view).fill(around);
    Shape shape = compact.spec().shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int h = 0; h < shape.h(); h++) {
          for (int w = 0; w < shape.w(); w++) {
            view.set(n, c, h, w, compact.get(n, c, h, w));
          }
        }
      }
    }
    return view;
  }

  /** A compact tensor full of one value. */
  static HostTensor full(TensorSpec spec, float value) {
    return HostTensor.allocate(spec.compact()).fill(value);
  }

  /** A compact tensor of 1, 2, 3, … in memory order, starting over at 100. */
  static HostTensor counting(TensorSpec spec) {
    HostTensor tensor = HostTensor.allocate(spec.compact());
    for (int i = 0; i < spec.shape().elements(); i++) {
      tensor.setAt(i, 1 + i % 100);
    }
    return tensor;
  }

  /** The other layout. */
  static Layout other(Layout layout) {
    return layout == Layout.NCHW ? Layout.NHWC : Layout.NCHW;
  }
}
