package dev.pointwise.cuda;

import dev.pointwise.backend.Span;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.Activation.Kind;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Siblings;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One product for all siblings, then an epilogue for each run of siblings whose outputs lie side by
 * side and whose activation is the same. The product goes to the outputs themselves where they are
 * one slice in binary32, and to scratch memory else. Immutable.
 */
final class SiblingVariant {
  private final ProductTarget target;
  private final Variant product;
  private final List<Finish> finishes = new ArrayList<>();

  /**
   * The epilogue of some siblings.
   *
   * @param first the output of the first of them, in whose wider tensor all their outputs lie
   */
  private record Finish(int first, Epilogue epilogue) {}

  SiblingVariant(
      CudaBackend backend,
      Siblings siblings,
      LayerWeights weights,
      TensorSpec x,
      List<Span> outputs) {
    ConvSpec stacked = siblings.stacked();
    target =
        outputs.size() == 1
            ? ProductTarget.before(outputs.getFirst().spec(), true)
            : ProductTarget.scratch(stacked.output(x));
    product =
        new GemmVariant(
            weights,
            GemmCandidates.gather(backend, stacked, x),
            new Product(
                GemmShape.of(stacked, x, target.as(stacked.precision().storage())),
                stacked.precision(),
                target.spec().dtype()),
            target.scratchBytes(),
            null);
    for (Span span : outputs) {
      finish(backend, siblings, weights, span);
    }
  }

  private void finish(CudaBackend backend, Siblings siblings, LayerWeights weights, Span span) {
    List<ConvSpec> specs = siblings.specs();
    int start = siblings.firstChannel(span.first());
    int end = span.first() + span.count();
    int first = span.first();
    while (first < end) {
      Activation activation = specs.get(first).activation();
      int next = first + 1;
      while (next < end && specs.get(next).activation().equals(activation)) {
        next++;
      }
      int channel = siblings.firstChannel(first);
      int channels = siblings.firstChannel(next) - channel;
      if (target.isScratch() || weights.bias() != 0 || activation.kind() != Kind.NONE) {
        Epilogue epilogue =
            new Epilogue(
                backend,
                activation,
                weights.bias(channel),
                activation.kind() == Kind.PRELU ? weights.slope(channel) : 0,
                target.spec().slice(channel, channels),
                null,
                span.spec().slice(channel - start, channels));
        finishes.add(new Finish(first, epilogue));
      }
      first = next;
    }
  }

  /** Takes the scratch memory that {@link #enqueue} uses. */
  void reserve(Lane lane) {
    product.reserve(lane);
  }

  /** Enqueues the work on a lane, whose lock is held and whose scratch memory is reserved. */
  void enqueue(Lane lane, CudaTensor x, List<CudaTensor> outputs) {
    DevicePointer y = outputs.getFirst().buffer().pointer();
    product.enqueue(lane, x.buffer().pointer(), null, y);
    DevicePointer all = target.in(lane, y);
    for (int i = 0; i < finishes.size(); i++) {
      Finish finish = finishes.get(i);
      finish.epilogue.enqueue(lane, all, null, outputs.get(finish.first).buffer().pointer());
    }
  }
}
