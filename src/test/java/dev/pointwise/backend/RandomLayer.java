package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A layer of any shape on tensors that lie anywhere, against the oracle. What surrounds slices that
 * are read is NaN, as is the output before it is written.
 *
 * @param input channels around the input: how many before, how many behind
 * @param addend likewise around the residual
 * @param output likewise around the output
 * @param seed of the operands
 */
record RandomLayer(
    Gate gate,
    ConvSpec spec,
    int n,
    int h,
    int w,
    boolean bias,
    boolean residual,
    Margins input,
    Margins addend,
    Margins output,
    long seed)
    implements RandomCase {
  /** What lies beside the output; every storage type holds it. */
  private static final float AROUND = -768;

  /** Channels of the wider tensor around a slice; none where there is no wider one. */
  record Margins(int before, int behind) {
    static final Margins NONE = new Margins(0, 0);

    static Margins any(SplittableRandom random) {
      return random.nextBoolean() ? NONE : new Margins(random.nextInt(4), random.nextInt(9));
    }

    TensorSpec around(TensorSpec spec) {
      return equals(NONE) ? spec : HostTensors.within(spec, before, behind);
    }

    HostTensor around(HostTensor host, float value) {
      return equals(NONE) ? host : HostTensors.within(host, before, behind, value);
    }
  }

  static RandomLayer of(SplittableRandom random, long seed) {
    ConvSpec spec = RandomCase.spec(random);
    Gate gate =
        Stream.of(Gate.EXACT, Gate.RANDOM, Gate.CANARY)
            .filter(each -> each.applies(spec))
            .skip(random.nextInt(3) == 0 ? 1 : 0)
            .findFirst()
            .orElse(Gate.RANDOM);
    return new RandomLayer(
        gate,
        spec,
        random.nextInt(5),
        RandomCase.extent(random),
        RandomCase.extent(random),
        random.nextBoolean(),
        random.nextBoolean(),
        Margins.any(random),
        Margins.any(random),
        Margins.any(random),
        seed);
  }

  @Override
  public void check(Backend backend) {
    TensorSpec x = input.around(spec.input(n, h, w));
    Operands operands = gate.operands(spec, x, bias, residual, seed);
    HostTensor addends = operands.residual();
    Reference reference = Oracle.compute(spec, operands.weights(), operands.x(), addends);
    HostTensor poison = HostTensors.full(reference.output(), Float.NaN);
    try (ConvLayer layer = backend.prepare(spec, operands.weights());
        DeviceSlice in = DeviceSlice.upload(backend, operands.x());
        DeviceSlice added =
            addends == null
                ? null
                : DeviceSlice.upload(backend, addend.around(addends, Float.NaN));
        DeviceSlice out = DeviceSlice.upload(backend, output.around(poison, AROUND))) {
      Tensor r = added == null ? null : added.view();
      layer.runInto(in.view(), r, out.view());
      checkOutput(reference, out);
      replay(backend, layer, in.view(), r, out, poison);
      checkOutput(reference, out);
      try (Tensor y = layer.run(in.view(), r)) {
        compare(reference, y.download());
      }
    }
  }

  private static void replay(
      Backend backend,
      ConvLayer layer,
      Tensor x,
      @Nullable Tensor r,
      DeviceSlice out,
      HostTensor poison) {
    try (Recording recording = backend.record(() -> layer.runInto(x, r, out.view()))) {
      out.view().write(poison);
      recording.replay();
    }
  }

  private void checkOutput(Reference reference, DeviceSlice out) {
    HostTensor whole = out.whole().download();
    HostTensor view =
        output.equals(Margins.NONE)
            ? whole
            : whole.slice(output.before, reference.output().shape().c());
    compare(reference, view);
    if (!output.equals(Margins.NONE)) {
      view.fill(AROUND);
      for (float value : whole.toArray()) {
        assertEquals(AROUND, value, "written beside the output's slice");
      }
    }
  }

  private void compare(Reference reference, HostTensor actual) {
    Comparison comparison = gate.compare(reference, actual);
    assertTrue(comparison.passed(), comparison::toString);
  }

  /** The same with less of something. */
  @Override
  public List<RandomCase> smaller() {
    ConvSpec plain = spec.activation(Activation.NONE);
    return Stream.<RandomLayer>of(
            with(spec, n / 2, h, w),
            with(spec, n, h / 2, w),
            with(spec, n, h, w / 2),
            with(spec.stride(1), n, h, w),
            with(plain, n, h, w),
            with(channels(spec.groupIn() / 2, spec.groupOut(), spec.groups()), n, h, w),
            with(channels(spec.groupIn(), spec.groupOut() / 2, spec.groups()), n, h, w),
            with(channels(spec.groupIn(), spec.groupOut(), 1), n, h, w),
            dressed(false, residual, input, addend, output),
            dressed(bias, false, input, Margins.NONE, output),
            dressed(bias, residual, Margins.NONE, addend, output),
            dressed(bias, residual, input, Margins.NONE, output),
            dressed(bias, residual, input, addend, Margins.NONE))
        .filter(each -> !each.equals(this) && gate.applies(each.spec))
        .map(each -> (RandomCase) each)
        .toList();
  }

  private ConvSpec channels(int groupIn, int groupOut, int groups) {
    return new ConvSpec(
        Math.max(1, groupIn) * groups,
        Math.max(1, groupOut) * groups,
        groups,
        spec.stride(),
        spec.activation(),
        spec.precision(),
        spec.inputLayout(),
        spec.outputLayout());
  }

  private RandomLayer with(ConvSpec other, int images, int height, int width) {
    return new RandomLayer(
        gate, other, images, height, width, bias, residual, input, addend, output, seed);
  }

  private RandomLayer dressed(
      boolean biased, boolean added, Margins aroundX, Margins aroundR, Margins aroundY) {
    return new RandomLayer(gate, spec, n, h, w, biased, added, aroundX, aroundR, aroundY, seed);
  }
}
