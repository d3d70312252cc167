package dev.pointwise.backend;

import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A tensor of the {@link OracleBackend}, in host memory; closed with any it is a view of. */
final class OracleTensor implements Tensor {
  final OracleBackend owner;
  final HostTensor data;
  private final List<Lifetime> lifetimes;

  OracleTensor(OracleBackend owner, HostTensor data) {
    this.owner = owner;
    this.data = data;
    this.lifetimes = List.of(new Lifetime(this, "tensor " + data.spec()));
  }

  private OracleTensor(OracleTensor parent, HostTensor data) {
    this.owner = parent.owner;
    this.data = data;
    this.lifetimes =
        Stream.concat(
                parent.lifetimes.stream(), Stream.of(new Lifetime(this, "view " + data.spec())))
            .toList();
  }

  void check() {
    lifetimes.forEach(Lifetime::check);
  }

  boolean overlaps(OracleTensor other) {
    boolean same = lifetimes.getFirst() == other.lifetimes.getFirst();
    return same && data.spec().overlaps(other.data.spec());
  }

  @Override
  public TensorSpec spec() {
    return data.spec();
  }

  @Override
  public Tensor slice(int from, int count) {
    check();
    return new OracleTensor(this, data.slice(from, count));
  }

  @Override
  public void write(HostTensor host) {
    Objects.requireNonNull(host, "host");
    check();
    if (!host.spec().compact().equals(spec().compact())) {
      throw new IllegalArgumentException("host is " + host.spec() + ", expected " + spec());
    }
    Shape shape = spec().shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int h = 0; h < shape.h(); h++) {
          for (int w = 0; w < shape.w(); w++) {
            data.set(n, c, h, w, host.get(n, c, h, w));
          }
        }
      }
    }
  }

  @Override
  public HostTensor download() {
    check();
    return data.copy(spec().dtype(), spec().layout());
  }

  @Override
  public void close() {
    lifetimes.getLast().close();
  }
}
