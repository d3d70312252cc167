package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.MemoryCache;
import dev.pointwise.backend.MemoryStatus;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.SiblingLayer;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.backend.Tuning;
import dev.pointwise.multi.Devices;
import dev.pointwise.network.Network;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is done on a device: one of each kind of call sequence that the contracts have. */
final class FaultScenarios {
  static final String HEURISTICS = "cublasLtMatmulAlgoGetHeuristic";

  private static final int NOT_SUPPORTED = 15;
  private static final int EVERY = 0;
  private static final Supplier<Backend> PLAIN = CudaBackend::open;
  private static final Supplier<Backend> CLASSIC = FaultScenarios::openWithoutHeuristics;
  private static final ConvSpec PLANAR = ConvSpec.of(6, 4);
  private static final ConvSpec INTERLEAVED =
      ConvSpec.of(8, 8).layout(Layout.NHWC).precision(Precision.F16);
  private static final ConvSpec CODES = ConvSpec.of(32, 32).layout(Layout.NHWC);

  private final List<FaultScenario> all = new ArrayList<>();

  private FaultScenarios(FaultCache cache) {
    layers(PLAIN, "");
    tuning(cache);
    quantized();
    add("tensors", FaultScenarios::tensors);
    add("concatenations", FaultScenarios::concatenations);
    add("siblings", FaultScenarios::siblings);
    add("siblings, gather", backend -> siblings(backend, PLANAR.stride(2), Activation.RELU));
    add("stopwatch", FaultScenarios::stopwatch);
    add("recording", FaultScenarios::recording);
    add("two lanes", FaultScenarios::lanes);
    add("questions", FaultScenarios::questions);
    add("memory", FaultScenarios::memory);
    add("network", FaultScenarios::network);
    add("left open", FaultScenarios::leaveOpen);
    layers(CLASSIC, ", without heuristics");
    add("siblings, without heuristics", CLASSIC, FaultScenarios::siblings);
    add("recording, without heuristics", CLASSIC, FaultScenarios::recording);
    Supplier<Backend> two = () -> Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF);
    LayerRun dressed = new LayerRun(PLANAR.activation(Activation.RELU), true, 3, 4, 5);
    add("two devices, a layer", two, dressed::on);
    add("two devices, questions", two, FaultScenarios::questions);
    add("two devices, memory", two, FaultScenarios::memory);
    add("two devices, tensors", two, FaultScenarios::tensors);
    add("two devices, concatenations", two, FaultScenarios::concatenations);
    add("two devices, siblings", two, FaultScenarios::siblings);
    add("two devices, stopwatch", two, FaultScenarios::stopwatch);
    add("two devices, recording", two, FaultScenarios::recording);
    add("two devices, network", two, FaultScenarios::network);
  }

  static List<FaultScenario> all(FaultCache cache) {
    return new FaultScenarios(cache).all;
  }

  /** Opens a backend that compiles its kernels, which takes a second. */
  static FaultScenario compiling(FaultCache cache) {
    LayerRun run = new LayerRun(PLANAR.activation(Activation.RELU), true, 1, 2, 2);
    return new FaultScenario("compiling", cache::cold, run::on, Integer.MAX_VALUE);
  }

  private void add(String name, Consumer<Backend> work) {
    add(name, PLAIN, work);
  }

  private void add(String name, Supplier<? extends Backend> opening, Consumer<Backend> work) {
    all.add(new FaultScenario(name, opening, work, Integer.MAX_VALUE));
  }

  private static Backend openWithoutHeuristics() {
    StandIn.fail(HEURISTICS, EVERY, NOT_SUPPORTED, 0);
    return CudaBackend.open();
  }

  /** Whether a scenario has that function fail each time, so that no other fault can be tried. */
  static boolean alwaysFails(FaultScenario scenario, String function) {
    return scenario.opening().equals(CLASSIC) && function.equals(HEURISTICS);
  }

  private void layers(Supplier<? extends Backend> opening, String with) {
    Activation relu = Activation.RELU;
    layer(opening, "planar" + with, PLANAR, false);
    layer(opening, "planar, epilogue" + with, PLANAR.activation(relu), true);
    layer(
        opening,
        "planar, 16 bits, epilogue" + with,
        PLANAR.precision(Precision.F16).activation(relu),
        true);
    layer(opening, "interleaved" + with, INTERLEAVED, false);
    layer(opening, "interleaved, epilogue" + with, INTERLEAVED.activation(relu), true);
    layer(opening, "gather" + with, PLANAR.stride(2), false);
    layer(opening, "gather, epilogue" + with, PLANAR.stride(2).activation(relu), true);
    layer(opening, "groups" + with, ConvSpec.of(8, 8).groups(2).activation(relu), true);
    layer(
        opening,
        "groups, interleaved, 16 bits" + with,
        INTERLEAVED.groups(2).activation(relu),
        true);
    layer(
        opening,
        "rows apart" + with,
        ConvSpec.of(4, 8).layout(Layout.NHWC).outputLayout(Layout.NCHW).stride(2),
        false);
  }

  private void layer(
      Supplier<? extends Backend> opening, String name, ConvSpec spec, boolean dressed) {
    add(name, opening, new LayerRun(spec, dressed, 2, 4, 6)::on);
  }

  private void tuning(FaultCache cache) {
    for (ConvSpec spec : List.of(PLANAR.precision(Precision.F16), INTERLEAVED.groups(2))) {
      LayerRun run = new LayerRun(spec.activation(Activation.RELU), true, 2, 3, 3);
      all.add(new FaultScenario("tuning, " + run.spec(), cache::untuned, run::on, 3));
    }
    LayerRun gather = new LayerRun(PLANAR.stride(2), false, 2, 3, 3);
    all.add(new FaultScenario("tuning, gather", cache::untuned, gather::on, 3));
    LayerRun run = new LayerRun(INTERLEAVED.activation(Activation.RELU), true, 2, 3, 3);
    add("kept plan", () -> cache.outdated(run::on), run::on);
  }

  private void quantized() {
    for (Precision precision : List.of(Precision.F8, Precision.I8)) {
      ConvSpec codes = CODES.precision(precision);
      layer(PLAIN, precision + ", dense", codes, false);
      layer(PLAIN, precision + ", PReLU", codes.activation(Activation.PRELU), true);
      layer(
          PLAIN,
          precision + ", filled up",
          ConvSpec.of(20, 12).layout(Layout.NHWC).stride(2).precision(precision),
          true);
    }
    ConvSpec odd = ConvSpec.of(20, 16).layout(Layout.NHWC).precision(Precision.F8);
    LayerRun filled = new LayerRun(odd, false, 1, 3, 3);
    ConvWeights oneScale = ConvWeights.of(filled.operands().weights().weight()).inputScale(0.5f);
    add(
        "F8, one scale",
        backend -> {
          try (ConvLayer layer = backend.prepare(odd, oneScale);
              Tensor x = backend.upload(filled.x());
              Tensor y = layer.run(x)) {
            assertEquals(16, y.download().spec().shape().c());
          }
        });
  }

  /** Writes, reads, slices, copies; large ones in several pieces. */
  private static void tensors(Backend backend) {
    for (Layout layout : Layout.values()) {
      TensorSpec spec = TensorSpec.of(new Shape(2, 5, 3, 4), DType.F32, layout);
      HostTensor host = counting(spec);
      try (Tensor x = backend.upload(host);
          Tensor y = backend.allocate(spec);
          Tensor slice = y.slice(1, 3);
          Tensor whole = y.reshaped(TensorSpec.of(new Shape(2, 5, 12, 1), DType.F32, layout))) {
        backend.copy(x, y);
        assertArrayEquals(host.toArray(), whole.download().toArray());
        HostTensor part = slice.download();
        slice.write(part.fill(7));
        assertArrayEquals(part.toArray(), slice.download().toArray());
      }
    }
    HostTensor large =
        counting(TensorSpec.of(new Shape(2, 1, 1 << 10, 3 << 9), DType.F32, Layout.NCHW));
    try (Tensor x = backend.upload(large)) {
      assertArrayEquals(large.toArray(), x.download().toArray());
    }
    backend.synchronize();
  }

  private static HostTensor counting(TensorSpec spec) {
    HostTensor host = HostTensor.allocate(spec);
    for (int i = 0; i < spec.shape().elements(); i++) {
      host.setAt(i, i % 100);
    }
    return host;
  }

  /** Branches that are neighbours, and others. */
  private static void concatenations(Backend backend) {
    for (ConvSpec spec :
        List.of(
            PLANAR.activation(Activation.RELU),
            INTERLEAVED.activation(Activation.RELU),
            ConvSpec.of(8, 8).precision(Precision.F16).outputLayout(Layout.NHWC))) {
      LayerRun run = new LayerRun(spec, true, 2, 3, 3);
      int half = spec.cIn() / 2;
      try (ConvLayer layer = run.prepare(backend);
          Tensor x = backend.upload(run.x());
          Tensor other = backend.upload(run.x());
          Tensor residual = run.residual(backend);
          Tensor y = backend.allocate(spec.output(x.spec()))) {
        layer.runConcatInto(List.of(x.slice(0, half), x.slice(half, half)), residual, y);
        run.check(y);
        layer.runConcatInto(List.of(x.slice(0, half), other.slice(half, half)), residual, y);
        run.check(y);
        layer.runConcat(List.of(x.slice(0, half), other.slice(half, half))).close();
      }
    }
  }

  /** With one activation side by side and apart, and with two. */
  private static void siblings(Backend backend) {
    for (ConvSpec spec : List.of(PLANAR, INTERLEAVED, PLANAR.precision(Precision.F16))) {
      siblings(backend, spec, Activation.NONE);
      siblings(backend, spec, Activation.RELU);
    }
  }

  private static void siblings(Backend backend, ConvSpec spec, Activation ofSecond) {
    LayerRun first = new LayerRun(spec, false, 2, 3, 3);
    siblings(backend, first, new LayerRun(spec.activation(ofSecond), false, 2, 3, 3));
  }

  private static void siblings(Backend backend, LayerRun first, LayerRun second) {
    try (SiblingLayer layer =
            backend.prepareSiblings(
                List.of(first.spec(), second.spec()),
                List.of(first.operands().weights(), second.operands().weights()));
        Tensor x = backend.upload(first.x());
        Tensor a = backend.allocate(first.spec().output(x.spec()));
        Tensor b = backend.allocate(second.spec().output(x.spec()));
        Tensor both = layer.run(x)) {
      first.check(both.slice(0, first.spec().cOut()));
      layer.runInto(x, List.of(a, b));
      first.check(a);
      second.check(b);
    }
  }

  private static void stopwatch(Backend backend) {
    LayerRun run = new LayerRun(PLANAR, false, 2, 3, 3);
    try (Stopwatch stopwatch = backend.stopwatch();
        ConvLayer layer = run.prepare(backend);
        Tensor x = backend.upload(run.x())) {
      stopwatch.start();
      try (Tensor y = layer.run(x)) {
        stopwatch.stop();
        assertTrue(stopwatch.seconds() >= 0);
        run.check(y);
      }
    }
  }

  /** Of layers with scratch memory, a concatenation and siblings; replayed on two lanes' data. */
  private static void recording(Backend backend) {
    ConvSpec strided = PLANAR.precision(Precision.F16).stride(2).activation(Activation.RELU);
    LayerRun first = new LayerRun(strided, false, 2, 4, 4);
    LayerRun second = new LayerRun(PLANAR.activation(Activation.RELU), true, 2, 3, 3);
    LayerRun third = new LayerRun(INTERLEAVED.activation(Activation.RELU), true, 2, 3, 3);
    try (ConvLayer one = first.prepare(backend);
        ConvLayer two = second.prepare(backend);
        ConvLayer three = third.prepare(backend);
        SiblingLayer both =
            backend.prepareSiblings(
                List.of(PLANAR, second.spec()),
                List.of(second.operands().weights(), second.operands().weights()));
        Tensor x1 = backend.upload(first.x());
        Tensor x2 = backend.upload(second.x());
        Tensor other = backend.upload(second.x());
        Tensor x3 = backend.upload(third.x());
        Tensor residual = second.residual(backend);
        Tensor residual3 = third.residual(backend);
        Tensor y1 = backend.allocate(strided.output(x1.spec()));
        Tensor y2 = backend.allocate(second.spec().output(x2.spec()));
        Tensor y3 = backend.allocate(third.spec().output(x3.spec()));
        Tensor a = backend.allocate(y2.spec());
        Tensor b = backend.allocate(y2.spec());
        Recording recording =
            backend.record(
                () -> {
                  one.runInto(x1, null, y1);
                  two.runInto(x2, residual, y2);
                  two.runConcatInto(List.of(x2.slice(0, 2), other.slice(2, 4)), residual, y2);
                  three.runInto(x3, residual3, y3);
                  both.runInto(x2, List.of(a, b));
                })) {
      recording.replay();
      first.check(y1);
      second.check(y2);
      onAnotherThread(
          () -> {
            x1.write(first.x());
            three.runInto(x3, residual3, y3);
            third.check(y3);
            return null;
          });
      recording.replay();
      first.check(y1);
      third.check(y3);
    }
  }

  /** Each lane reads, overwrites and frees what the other one wrote. */
  private static void lanes(Backend backend) {
    LayerRun run = new LayerRun(PLANAR.activation(Activation.RELU), true, 2, 3, 3);
    LayerRun plain = new LayerRun(PLANAR, false, 2, 3, 3);
    try (ConvLayer layer = run.prepare(backend);
        ConvLayer other = plain.prepare(backend);
        SiblingLayer both =
            backend.prepareSiblings(
                List.of(PLANAR, run.spec()),
                List.of(plain.operands().weights(), run.operands().weights()));
        Tensor x = backend.upload(run.x());
        Tensor copy = backend.allocate(x.spec());
        Tensor residual = run.residual(backend);
        Tensor y = layer.run(x, residual);
        Tensor z = layer.run(x, residual);
        Stopwatch stopwatch = backend.stopwatch()) {
      List<Tensor> apart = List.of(x.slice(0, 2), copy.slice(2, 4));
      backend.copy(x, copy);
      onAnotherThread(
          () -> {
            run.check(y);
            layer.runInto(x, residual, z);
            layer.runConcatInto(apart, residual, y);
            backend.copy(copy, x);
            run.check(y);
            both.runInto(x, List.of(z, y));
            return null;
          });
      stopwatch.start();
      layer.runInto(x, residual, y);
      other.runInto(copy, null, z);
      stopwatch.stop();
      run.check(y);
      onAnotherThread(
              () -> {
                run.check(y);
                x.write(run.x());
                copy.write(run.x());
                return layer.run(x, residual);
              })
          .close();
      both.runInto(x, List.of(z, y));
      x.write(run.x());
      layer.runConcatInto(apart, residual, y);
      run.check(y);
      backend.synchronize();
    }
  }

  private static <T> T onAnotherThread(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    // Its lane is another one: lanes go by the thread's number.
    Thread thread = new Thread(task);
    while ((thread.threadId() - Thread.currentThread().threadId()) % Lanes.MOST == 0) {
      thread = new Thread(task);
    }
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A limit that is reached: an allocation is refused, or, where a cache helps, tried again. */
  private static void memory(Backend backend) {
    TensorSpec tensor = PLANAR.input(1, 3, 3);
    backend.limitMemory(0);
    try {
      backend.allocate(tensor).close();
    } catch (DeviceMemoryException refused) {
      assertEquals(0, refused.limit());
    }
    MemoryCache cache = () -> backend.limitMemory(MemoryStatus.UNLIMITED);
    backend.limitMemory(MemoryStatus.UNLIMITED);
    backend.addCache(cache);
    try {
      backend.limitMemory(0);
      backend.allocate(tensor).close();
      assertEquals(MemoryStatus.UNLIMITED, backend.memory().limit());
    } finally {
      Reference.reachabilityFence(cache);
    }
  }

  private static void questions(Backend backend) {
    LayerRun run = new LayerRun(PLANAR, false, 2, 3, 3);
    assertTrue(backend.cacheBytes() > 0);
    assertTrue(backend.condition().details().size() > 0);
    assertEquals(null, backend.unsupportedReason(CODES.precision(Precision.I8)));
    try (ConvLayer layer = run.prepare(backend)) {
      TensorSpec x = run.x().spec();
      assertTrue(layer.explain(x, null, PLANAR.output(x)).candidates().size() > 0);
    }
  }

  /** A run step by step, one that is recorded, and two replays. */
  private static void network(Backend backend) {
    NetworkSpec spec = FaultNetwork.spec();
    HostTensor input = FaultNetwork.input();
    try (Network network = spec.prepare(backend);
        Tensor x = backend.upload(input);
        Tensor y = backend.allocate(spec.outputSpecs(List.of(x.spec())).getFirst())) {
      for (int run = 0; run < 4; run++) {
        y.write(HostTensor.allocate(y.spec()).fill(-1));
        network.runInto(List.of(x), List.of(y));
        assertArrayEquals(FaultNetwork.expected(), y.download().toArray());
      }
    }
  }

  /** What the caller closes after the backend, or never. */
  @SuppressWarnings("MustBeClosedChecker")
  private static void leaveOpen(Backend backend) {
    LayerRun run = new LayerRun(PLANAR.activation(Activation.RELU), true, 2, 3, 3);
    ConvLayer layer = leftOpen(run.prepare(backend));
    Tensor x = leftOpen(backend.upload(run.x()));
    Tensor residual = leftOpen(Objects.requireNonNull(run.residual(backend)));
    Tensor y = leftOpen(layer.run(x, residual));
    run.check(y);
    leftOpen(backend.record(() -> layer.runInto(x, residual, y))).replay();
  }

  private static <T extends AutoCloseable> T leftOpen(T resource) {
    OPEN.add(resource);
    return resource;
  }

  /** Closed once their backend is, so that no leak is reported. */
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  /** Closes what scenarios left open; nothing of it has a device any more. */
  static void closeWhatWasLeftOpen() {
    OPEN.forEach(
        each -> {
          try {
            each.close();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    OPEN.clear();
  }
}
