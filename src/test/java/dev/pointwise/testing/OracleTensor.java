package dev.pointwise.testing;

import dev.pointwise.backend.AbstractTensor;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.lang.foreign.MemorySegment;

/** A tensor in host memory. */
public final class OracleTensor extends AbstractTensor {
  private final OracleBackend owner;
  private final HostTensor data;

  OracleTensor(OracleBackend owner, HostTensor data) {
    super(owner, data.spec());
    this.owner = owner;
    this.data = data;
  }

  private OracleTensor(OracleTensor of, HostTensor data) {
    super(of, data.spec());
    this.owner = of.owner;
    this.data = data;
  }

  /** The elements, and those of the wider tensor around them. */
  public HostTensor data() {
    return data;
  }

  @Override
  protected OracleTensor view(TensorSpec viewSpec) {
    return new OracleTensor(this, HostTensor.wrap(viewSpec, data.data()));
  }

  @Override
  protected void writeCompact(HostTensor host) {
    owner.inTurn(() -> put(host));
  }

  /** Replaces the elements, within a call that is under way. */
  void put(HostTensor host) {
    for (int n = 0; n < spec().shape().n(); n++) {
      for (int c = 0; c < spec().shape().c(); c++) {
        for (int h = 0; h < spec().shape().h(); h++) {
          for (int w = 0; w < spec().shape().w(); w++) {
            data.set(n, c, h, w, host.get(n, c, h, w));
          }
        }
      }
    }
  }

  @Override
  protected void readCompact(HostTensor host) {
    owner.inTurn(
        () ->
            MemorySegment.copy(
                data.copy(spec().dtype(), spec().layout()).data(),
                0,
                host.data(),
                0,
                host.data().byteSize()));
  }

  @Override
  protected void free() {
    ((OracleBackend) backend()).giveBack(spec());
  }
}
