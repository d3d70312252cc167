package dev.pointwise.cuda;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanCache;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import org.jspecify.annotations.Nullable;

/** A layer on a GPU: an optional gather, the products, and an optional epilogue, on one lane. */
final class CudaLayer extends AbstractConvLayer<CudaTensor> {
  private static final int THREADS = 256;

  private final CudaBackend backend;
  private final LayerWeights weights;
  private final PlanCache<CudaPlan> plans;

  CudaLayer(CudaBackend backend, ConvSpec spec, ConvWeights weights) {
    super(backend, CudaTensor.class, spec);
    this.backend = backend;
    this.weights = new LayerWeights(backend, spec, weights);
    boolean epilogue = this.weights.needEpilogue();
    plans = new PlanCache<>((x, residual, y) -> new CudaPlan(spec, epilogue, x, residual, y));
  }

  @Override
  protected void execute(CudaTensor x, @Nullable CudaTensor residual, CudaTensor y) {
    CudaPlan plan = plans.get(x.spec(), residual == null ? null : residual.spec(), y.spec());
    Lane lane = backend.acquire();
    try {
      enqueue(lane, plan, x, residual, y);
    } catch (CudaException e) {
      throw e.in(spec() + ", " + plan);
    } finally {
      lane.lock.unlock();
    }
  }

  private void enqueue(
      Lane lane, CudaPlan plan, CudaTensor x, @Nullable CudaTensor residual, CudaTensor y) {
    // Scratch first: if memory has run out, nothing has been enqueued yet.
    DevicePointer gathered =
        plan.gathered == null ? null : lane.gathered().get(plan.gathered.storageBytes());
    DevicePointer product =
        plan.inScratch() ? lane.product().get(plan.product.storageBytes()) : y.buffer().pointer();
    DeviceBuffer addend = residual == null ? null : residual.buffer();
    DeviceBuffer.lock(x.buffer(), y.buffer(), addend);
    try {
      x.buffer().beforeRead(lane);
      if (addend != null) {
        addend.beforeRead(lane);
      }
      y.buffer().beforeWrite(lane);
      enqueueInOrder(lane, plan, x, residual, y, gathered, product);
    } finally {
      DeviceBuffer.unlock(x.buffer(), y.buffer(), addend);
    }
  }

  private void enqueueInOrder(
      Lane lane,
      CudaPlan plan,
      CudaTensor x,
      @Nullable CudaTensor residual,
      CudaTensor y,
      @Nullable DevicePointer gathered,
      DevicePointer product) {
    DevicePointer input = x.buffer().pointer();
    if (gathered != null && plan.gathered != null) {
      gather(lane, x, plan.gathered, gathered);
      input = gathered;
    }
    DevicePointer weight = weights.weight();
    DType productType = plan.product.dtype();
    boolean inputIsA = plan.gemm.inputIsA();
    lane.cublas()
        .multiply(
            plan.gemm,
            spec().precision(),
            inputIsA ? input : weight,
            inputIsA ? weight : input,
            product,
            productType);
    if (plan.epilogue) {
      long offset = plan.product.offset() * productType.bytes();
      epilogue(lane, plan, product.address() + offset, residual, y);
    }
  }

  private void gather(Lane lane, CudaTensor x, TensorSpec to, DevicePointer output) {
    TensorSpec from = x.spec();
    long row = (long) spec().stride() * from.shape().w() * from.pixelStride();
    long pixel = spec().stride() * from.pixelStride();
    KernelParams params = lane.params().clear().put(x.address()).put(output.address());
    params.put((long) to.shape().n());
    if (from.layout() == Layout.NCHW) {
      params.put((long) to.shape().c()).put((long) to.shape().h()).put((long) to.shape().w());
      params.put(from.imageStride()).put(from.channelStride()).put(row).put(pixel);
    } else {
      params.put((long) to.shape().h()).put((long) to.shape().w()).put((long) to.shape().c());
      params.put(from.imageStride()).put(row).put(pixel).put(1L);
    }
    long elements = to.shape().elements();
    Driver.launch(
        backend.kernels().gather(from.dtype(), elements),
        backend.blocks(elements, THREADS),
        THREADS,
        lane.stream(),
        params.pointer());
  }

  private void epilogue(
      Lane lane, CudaPlan plan, long product, @Nullable CudaTensor residual, CudaTensor y) {
    Activation activation = spec().activation();
    KernelParams params =
        lane.params()
            .clear()
            .put(product)
            .put(residual == null ? 0L : residual.address())
            .put(y.address())
            .put(weights.bias())
            .put(weights.slope())
            .put(plan.rows())
            .put(plan.rowLength())
            .put(plan.channelLength())
            .put(CudaPlan.rowPitch(plan.product))
            .put(residual == null ? 0L : CudaPlan.rowPitch(residual.spec()))
            .put(CudaPlan.rowPitch(y.spec()))
            .put(ActivationCode.of(activation.kind()))
            .put(activation.alpha())
            .put(activation.beta());
    DType type = y.spec().dtype();
    long elements = y.spec().shape().elements();
    long threads = plan.wide ? elements / Kernels.wide(type) : elements;
    Driver.launch(
        backend.kernels().epilogue(type, plan.wide, elements),
        backend.blocks(threads, THREADS),
        THREADS,
        lane.stream(),
        params.pointer());
  }

  @Override
  protected void free() {
    backend.enterContext();
    Closing.closeAll(weights);
  }
}
