package dev.pointwise.testing;

import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;

/** A tensor of {@link OracleBackend}: host memory. */
record OracleTensor(HostTensor host) implements Tensor {
  @Override
  public TensorSpec spec() {
    return host.spec();
  }

  @Override
  public Tensor slice(int from, int count) {
    return new OracleTensor(host.slice(from, count));
  }

  @Override
  public void write(HostTensor values) {
    Shape shape = host.spec().shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int h = 0; h < shape.h(); h++) {
          for (int w = 0; w < shape.w(); w++) {
            host.set(n, c, h, w, values.get(n, c, h, w));
          }
        }
      }
    }
  }

  @Override
  public HostTensor download() {
    return host.copy(host.spec().dtype(), host.spec().layout());
  }

  @Override
  public void close() {}
}
