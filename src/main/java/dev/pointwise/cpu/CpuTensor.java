package dev.pointwise.cpu;

import dev.pointwise.backend.AbstractBackend;
import dev.pointwise.backend.AbstractTensor;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.lang.foreign.MemorySegment;

/** A tensor, or a view of one, in native memory. */
final class CpuTensor extends AbstractTensor {
  private final TensorMemory memory;

  /** A tensor in memory that it owns. */
  CpuTensor(AbstractBackend owner, TensorSpec spec, TensorMemory memory) {
    super(owner, spec);
    this.memory = memory;
  }

  private CpuTensor(CpuTensor of, TensorSpec spec) {
    super(of, spec);
    memory = of.memory;
  }

  /** Address of the whole (wider) tensor. */
  long address() {
    return memory.address();
  }

  TensorMemory memory() {
    return memory;
  }

  @Override
  protected CpuTensor view(TensorSpec viewSpec) {
    return new CpuTensor(this, viewSpec);
  }

  @Override
  protected void writeCompact(HostTensor host) {
    eachRow(true, (own, compact, bytes) -> MemorySegment.copy(host.data(), compact, own, 0, bytes));
  }

  @Override
  protected void readCompact(HostTensor host) {
    eachRow(
        false, (own, compact, bytes) -> MemorySegment.copy(own, 0, host.data(), compact, bytes));
  }

  private interface Row {
    void move(MemorySegment own, long compact, long bytes);
  }

  /** The contiguous stretches of the view: images where planar, pixels where interleaved. */
  private void eachRow(boolean write, Row row) {
    Shape shape = spec().shape();
    boolean planar = spec().layout() == Layout.NCHW;
    int size = spec().dtype().bytes();
    long rows = planar ? shape.n() : shape.n() * shape.pixels();
    long bytes = size * (planar ? shape.c() * shape.pixels() : shape.c());
    long pitch = size * (planar ? spec().imageStride() : spec().channelPitch());
    if (pitch == bytes) {
      bytes *= rows;
      rows = Math.min(rows, 1);
    }
    long start = memory.address() + spec().offset() * size;
    memory.lock(write);
    try {
      for (long i = 0; i < rows; i++) {
        row.move(NativeMemory.at(start + i * pitch, bytes), i * bytes, bytes);
      }
    } finally {
      memory.unlock(write);
    }
  }

  /** Copies a tensor like this one; both are whole and have no element in common. */
  void copyFrom(CpuTensor from, WorkerPool pool, Workspace own) {
    MemorySet used = own.used();
    used.read(from.memory);
    used.write(memory);
    used.lock();
    try {
      Copier copier = new Copier(from.address(), address(), spec().storageBytes());
      pool.run(copier.chunks(), own, copier);
    } finally {
      used.unlock();
    }
  }

  @Override
  protected void free() {
    memory.close();
  }
}
