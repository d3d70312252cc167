package dev.pointwise.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.Refusal;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What networks do on every backend; compared with the oracle's layers one by one, exactly. */
public abstract class NetworkContract {
  private static final int RANDOM_NETWORKS = 120;

  /** Opens a backend of the kind under test; the caller closes it. */
  protected abstract Backend open();

  /** x → a → (b, c) → d, with a residual, a concat and an inner chain. */
  protected static NetworkSpec diamond() {
    ConvSpec relu = ConvSpec.of(4, 4).activation(Activation.RELU);
    ConvSpec last = ConvSpec.of(8, 3);
    Integers integers = new Integers(new SplittableRandom(3));
    return NetworkSpec.builder()
        .input("x", 4, Precision.F32, Layout.NCHW)
        .conv("a", relu, integers.weights(relu), "x")
        .siblings(
            List.of("b", "c"),
            List.of(relu, relu),
            List.of(integers.weights(relu), integers.weights(relu)),
            "a")
        .conv("e", relu, integers.weights(relu), "b", "a")
        .concat("cat", "e", "c")
        .conv("d", last, integers.weights(last), "cat")
        .output("d")
        .build();
  }

  /** The tensors of one call, and fresh operands for each run. */
  private static final class Tensors implements AutoCloseable {
    private final NetworkSpec spec;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();

    Tensors(Backend backend, NetworkSpec spec, List<TensorSpec> specs) {
      this.spec = spec;
      specs.forEach(input -> inputs.add(backend.allocate(input)));
      spec.outputSpecs(specs).forEach(output -> outputs.add(backend.allocate(output)));
    }

    void check(Network network, List<HostTensor> operands) {
      for (int i = 0; i < inputs.size(); i++) {
        inputs.get(i).write(operands.get(i));
      }
      for (Tensor output : outputs) {
        output.write(HostTensor.allocate(output.spec()).fill(Float.NaN));
      }
      network.runInto(inputs, outputs);
      List<HostTensor> expected = HostRun.of(spec.declared(), operands);
      for (int i = 0; i < outputs.size(); i++) {
        assertArrayEquals(
            expected.get(i).toArray(),
            outputs.get(i).download().toArray(),
            "output '" + spec.outputs().get(i) + "' of " + spec);
      }
    }

    @Override
    public void close() {
      outputs.forEach(Tensor::close);
      inputs.forEach(Tensor::close);
    }
  }

  protected static TensorSpec input(int n, int h, int w) {
    return ConvSpec.of(4, 1).input(n, h, w);
  }

  private static List<HostTensor> operands(TensorSpec input, long seed) {
    return List.of(new Integers(new SplittableRandom(seed)).tensor(input, 9));
  }

  @Test
  void randomNetworksComputeWhatTheirLayersDo() {
    try (Backend backend = open()) {
      for (int seed = 0; seed < RANDOM_NETWORKS; seed++) {
        RandomNetwork random = new RandomNetwork(seed);
        List<HostTensor> first = random.operands();
        try (Network network = random.spec().prepare(backend);
            Tensors tensors =
                new Tensors(
                    backend, random.spec(), first.stream().map(HostTensor::spec).toList())) {
          tensors.check(network, first);
          tensors.check(network, random.operands());
          tensors.check(network, random.operands());
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("network of seed " + seed + " on " + backend.info(), e);
        }
      }
    }
  }

  @Test
  void otherTensorsAndExtentsMayComeAtAnyTime() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Network network = spec.prepare(backend)) {
      List<Tensors> all = new ArrayList<>();
      for (int i = 0; i < Calls.MOST + 3; i++) {
        all.add(new Tensors(backend, spec, List.of(input(1 + i % 2, 3, 1 + i % 3))));
      }
      SplittableRandom random = new SplittableRandom(5);
      for (int i = 0; i < 100; i++) {
        Tensors tensors = all.get(random.nextInt(i % 20 == 0 ? all.size() : 4));
        tensors.check(network, operands(tensors.inputs.getFirst().spec(), i));
      }
      all.forEach(Tensors::close);
    }
  }

  /** What a limit has to be, for each device, so that no more may be in use than is now. */
  private static void limitToWhatIsInUse(Backend backend) {
    backend.limitMemory(1L << 40);
    long devices = backend.memory().limit() >> 40;
    backend.limitMemory(backend.memory().inUse() / devices);
  }

  @Test
  void forgetsTensorsInBetweenWhereAnotherTensorNeedsTheMemory() {
    NetworkSpec spec = diamond();
    TensorSpec input = input(4, 32, 32);
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensors tensors = new Tensors(backend, spec, List.of(input))) {
      for (int run = 0; run < 3; run++) {
        tensors.check(network, operands(input, run));
      }
      limitToWhatIsInUse(backend);
      backend.allocate(input).close();
      for (int run = 0; run < 4; run++) {
        tensors.check(network, operands(input, run));
      }
    }
  }

  @Test
  void forgetsOtherTensorsInBetweenWhereARunNeedsTheMemory() {
    NetworkSpec spec = diamond();
    TensorSpec wide = input(4, 16, 64);
    TensorSpec high = input(4, 64, 16);
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Network other = spec.prepare(backend);
        Tensors first = new Tensors(backend, spec, List.of(wide));
        Tensors second = new Tensors(backend, spec, List.of(high))) {
      first.check(network, operands(wide, 0));
      first.check(network, operands(wide, 1));
      limitToWhatIsInUse(backend);
      for (int run = 0; run < 9; run++) {
        second.check(run % 2 == 0 ? network : other, operands(high, run));
        first.check(network, operands(wide, run));
        first.check(network, operands(wide, run));
      }
    }
  }

  @Test
  void inputsMayHaveBatchesOfTheirOwn() {
    ConvSpec relu = ConvSpec.of(4, 4).activation(Activation.RELU);
    Integers integers = new Integers(new SplittableRandom(4));
    NetworkBuilder builder = NetworkSpec.builder();
    for (String name : List.of("1", "2")) {
      builder.input("x" + name, 4, Precision.F32, Layout.NCHW);
      builder.conv("a" + name, relu, integers.weights(relu), "x" + name);
      builder.conv("b" + name, relu, integers.weights(relu), "a" + name);
      builder.conv("c" + name, relu, integers.weights(relu), "b" + name).output("c" + name);
    }
    NetworkSpec spec = builder.build();
    List<TensorSpec> specs = List.of(input(3, 2, 2), input(1, 4, 5));
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensors tensors = new Tensors(backend, spec, specs)) {
      for (int run = 0; run < 3; run++) {
        tensors.check(network, specs.stream().map(input -> integers.tensor(input, 9)).toList());
      }
    }
  }

  @Test
  void slicesServeAsInputsAndOutputs() {
    NetworkSpec spec = diamond();
    TensorSpec wideInput = ConvSpec.of(7, 1).input(2, 3, 3);
    TensorSpec wideOutput = ConvSpec.of(9, 1).input(2, 3, 3);
    HostTensor x = new Integers(new SplittableRandom(1)).tensor(wideInput, 9);
    HostTensor expected = HostRun.of(spec.declared(), List.of(x.slice(2, 4))).getFirst();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensor wide = backend.upload(x);
        Tensor target = backend.upload(HostTensor.allocate(wideOutput).fill(5))) {
      List<Tensor> inputs = List.of(wide.slice(2, 4));
      List<Tensor> outputs = List.of(target.slice(4, 3));
      for (int run = 0; run < 3; run++) {
        target.write(HostTensor.allocate(wideOutput).fill(5));
        network.runInto(inputs, outputs);
        HostTensor all = target.download();
        assertArrayEquals(
            expected.toArray(),
            all.slice(4, 3).copy(expected.spec().dtype(), Layout.NCHW).toArray());
        all.slice(4, 3).fill(5);
        assertArrayEquals(HostTensor.allocate(wideOutput).fill(5).toArray(), all.toArray());
      }
    }
  }

  @Test
  void nothingToComputeIsNoError() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensors tensors = new Tensors(backend, spec, List.of(input(0, 3, 3)))) {
      for (int run = 0; run < 3; run++) {
        tensors.check(network, operands(input(0, 3, 3), run));
      }
    }
  }

  @Test
  void closedTensorsAreRefusedAndTheNetworkGoesOn() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensors kept = new Tensors(backend, spec, List.of(input(1, 3, 3)))) {
      for (int runs = 0; runs < 4; runs++) {
        Tensors closed = new Tensors(backend, spec, List.of(input(1, 3, 3)));
        for (int run = 0; run < runs; run++) {
          closed.check(network, operands(input(1, 3, 3), run));
          kept.check(network, operands(input(1, 3, 3), run));
        }
        closed.close();
        Refusal.state(() -> network.runInto(closed.inputs, closed.outputs), "closed");
        Refusal.state(() -> network.runInto(closed.inputs, closed.outputs), "closed");
        kept.check(network, operands(input(1, 3, 3), 9));
        try (Tensors next = new Tensors(backend, spec, List.of(input(1, 3, 3)))) {
          next.check(network, operands(input(1, 3, 3), 10));
        }
      }
    }
  }

  @Test
  void wrongTensorsAreRefused() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Backend other = open();
        Network network = spec.prepare(backend);
        Tensors own = new Tensors(backend, spec, List.of(input(1, 3, 3)));
        Tensors larger = new Tensors(backend, spec, List.of(input(1, 4, 3)));
        Tensors foreign = new Tensors(other, spec, List.of(input(1, 3, 3)))) {
      own.check(network, operands(input(1, 3, 3), 1));
      Refusal.argument(() -> network.runInto(List.of(), own.outputs), "inputs are 0, expected 1");
      Refusal.argument(() -> network.runInto(own.inputs, own.inputs), "output 'd' is n1c4h3w3");
      Refusal.argument(
          () -> network.runInto(larger.inputs, own.outputs),
          "output 'd' is n1c3h3w3 F32 NCHW, expected n1c3h4w3 F32 NCHW");
      Refusal.argument(() -> network.runInto(own.outputs, own.outputs), "input 'x' is n1c3h3w3");
      Refusal.argument(
          () -> network.runInto(foreign.inputs, own.outputs), "'x' is", "expected one of");
      Refusal.argument(
          () -> network.runInto(own.inputs, foreign.outputs), "'d' is", "expected one of");
      own.check(network, operands(input(1, 3, 3), 2));
    }
  }

  @Test
  void outputsThatOverlapAreRefused() {
    ConvSpec two = ConvSpec.of(2, 2);
    ConvWeights weights = ConvWeights.of(1, 2, 3, 4);
    NetworkSpec spec =
        NetworkSpec.builder()
            .input("x", 2, Precision.F32, Layout.NCHW)
            .input("y", 2, Precision.F32, Layout.NCHW)
            .conv("a", two, weights, "x")
            .conv("b", two, weights, "y")
            .output("a", "b")
            .build();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensor wide = backend.allocate(ConvSpec.of(8, 1).input(1, 2, 2))) {
      Tensor x = wide.slice(0, 2);
      Tensor y = wide.slice(2, 2);
      Tensor a = wide.slice(4, 2);
      Tensor b = wide.slice(5, 2);
      Refusal.argument(
          () -> network.runInto(List.of(x, y), List.of(a, b)), "'b' shares elements with 'a'");
      Refusal.argument(
          () -> network.runInto(List.of(x, y), List.of(y, a)), "'a' shares elements with 'y'");
      network.runInto(List.of(x, x), List.of(y, a));
    }
  }

  @Test
  void aClosedNetworkIsRefused() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Tensors tensors = new Tensors(backend, spec, List.of(input(1, 3, 3)))) {
      Network network = spec.prepare(backend);
      tensors.check(network, operands(input(1, 3, 3), 1));
      tensors.check(network, operands(input(1, 3, 3), 2));
      network.close();
      network.close();
      Refusal.state(
          () -> network.runInto(tensors.inputs, tensors.outputs),
          "network x → d of 5 layers is closed");
    }
  }

  @Test
  void noNetworkRunsWhileTheThreadRecords() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensors tensors = new Tensors(backend, spec, List.of(input(1, 3, 3)))) {
      for (int run = 0; run < 4; run++) {
        Refusal.state(
            () ->
                Closing.closeAll(
                    backend.record(() -> network.runInto(tensors.inputs, tensors.outputs))),
            "a run of a network while this thread records");
        tensors.check(network, operands(input(1, 3, 3), run));
      }
    }
  }

  @Test
  void threadsTakeTurns() throws InterruptedException {
    NetworkSpec spec = diamond();
    List<Throwable> failures = new ArrayList<>();
    try (Backend backend = open();
        Network network = spec.prepare(backend)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        int extent = 2 + t % 2;
        threads.add(
            Thread.ofPlatform()
                .uncaughtExceptionHandler(
                    (thread, failure) -> {
                      synchronized (failures) {
                        failures.add(failure);
                      }
                    })
                .start(
                    () -> {
                      TensorSpec input = input(1, extent, 3);
                      try (Tensors tensors = new Tensors(backend, spec, List.of(input))) {
                        for (int run = 0; run < 30; run++) {
                          tensors.check(network, operands(input, run));
                        }
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(List.of(), failures);
  }

  @Test
  void aLayerThatCannotBePreparedLeavesNothing() {
    Backend backend = open();
    NetworkSpec spec = diamond();
    backend.close();
    Refusal.state(() -> Closing.closeAll(spec.prepare(backend)), "closed");
  }

  @Test
  void shapesAreTheCallsAlone() {
    assertEquals(
        List.of(TensorSpec.of(new Shape(5, 3, 6, 7), input(1, 1, 1).dtype(), Layout.NCHW)),
        diamond().outputSpecs(List.of(input(5, 6, 7))));
  }
}
