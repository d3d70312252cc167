package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Tensor;
import dev.pointwise.network.Network;
import dev.pointwise.network.NetworkContract;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.spec.TensorSpec;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks on the stand-in; nothing may be left behind. */
@Tag("cuda13")
class CudaNetworkTest extends NetworkContract {
  private static final int CALLS = 20_000;

  @Override
  protected Backend open() {
    return CudaBackend.open();
  }

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    StandIn.memoryLimit(8L << 30);
    StandIn.arithmetic(true);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }

  private static Tensor output(Backend backend, NetworkSpec spec, TensorSpec input) {
    return backend.allocate(spec.outputSpecs(List.of(input)).getFirst());
  }

  @Test
  void aReplayAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    NetworkSpec spec = diamond();
    StandIn.arithmetic(false);
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensor x = backend.allocate(input(1, 3, 3));
        Tensor y = output(backend, spec, x.spec())) {
      List<Tensor> inputs = List.of(x);
      List<Tensor> outputs = List.of(y);
      run(network, inputs, outputs);
      long before = threads.getThreadAllocatedBytes(thread);
      run(network, inputs, outputs);
      double perCall = (threads.getThreadAllocatedBytes(thread) - before) / (double) CALLS;
      assertTrue(perCall < 16, () -> perCall + " bytes per call");
    }
  }

  private static void run(Network network, List<Tensor> inputs, List<Tensor> outputs) {
    for (int i = 0; i < CALLS; i++) {
      network.runInto(inputs, outputs);
    }
  }

  @Test
  void aReplayIsOneLaunchOfAGraph() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensor x = backend.allocate(input(1, 3, 3));
        Tensor y = output(backend, spec, x.spec())) {
      for (int run = 0; run < 4; run++) {
        long graphs = StandIn.calls("cuGraphLaunch");
        long kernels = StandIn.calls("cuLaunchKernel") + StandIn.calls("cublasGemmEx");
        network.runInto(List.of(x), List.of(y));
        if (run >= 2) {
          assertEquals(graphs + 1, StandIn.calls("cuGraphLaunch"));
          assertEquals(kernels, StandIn.calls("cuLaunchKernel") + StandIn.calls("cublasGemmEx"));
        }
      }
    }
  }

  @Test
  void goesOnWhereMemoryForTheTensorsInBetweenRanOut() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensor large = backend.allocate(input(1, 1024, 1024));
        Tensor largeOutput = output(backend, spec, large.spec());
        Tensor small = backend.allocate(input(1, 3, 3));
        Tensor smallOutput = output(backend, spec, small.spec())) {
      network.runInto(List.of(small), List.of(smallOutput));
      StandIn.memoryLimit(72 << 20);
      assertThrows(
          DeviceMemoryException.class, () -> network.runInto(List.of(large), List.of(largeOutput)));
      network.runInto(List.of(small), List.of(smallOutput));
      StandIn.memoryLimit(8L << 30);
      network.runInto(List.of(large), List.of(largeOutput));
    }
  }

  /** Where memory runs out once, what is free is given back and it is tried again. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 0"})
  void recordsOnlyWhereMemoryForThatCanBeFreed(int failures, int launches) {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensor x = backend.allocate(input(1, 3, 3));
        Tensor y = output(backend, spec, x.spec())) {
      network.runInto(List.of(x), List.of(y));
      for (int i = 0; i < failures; i++) {
        StandIn.fail("cuGraphInstantiateWithFlags", 1, 2, 0);
      }
      network.runInto(List.of(x), List.of(y));
      long before = StandIn.calls("cuGraphLaunch");
      network.runInto(List.of(x), List.of(y));
      assertEquals(before + launches, StandIn.calls("cuGraphLaunch"));
    }
  }

  @Test
  void aRunThatFailsIsForgotten() {
    NetworkSpec spec = diamond();
    try (Backend backend = open();
        Network network = spec.prepare(backend);
        Tensor x = backend.allocate(input(1, 3, 3));
        Tensor y = output(backend, spec, x.spec())) {
      for (int runs = 0; runs < 3; runs++) {
        for (int run = 0; run < runs; run++) {
          network.runInto(List.of(x), List.of(y));
        }
        StandIn.fail("cuLaunchKernel", 1, 701, 0);
        StandIn.fail("cuGraphLaunch", 1, 701, 0);
        assertThrows(BackendException.class, () -> network.runInto(List.of(x), List.of(y)));
        StandIn.heal();
      }
      network.runInto(List.of(x), List.of(y));
    }
  }

  @Test
  void weightsThatCannotBeUploadedLeaveNothing() {
    try (Backend backend = open()) {
      for (int call = 1; call < 6; call++) {
        StandIn.fail("cuMemAllocFromPoolAsync", call, 2, 0);
        try (Network network = diamond().prepare(backend)) {
          assertEquals(List.of("d"), network.spec().outputs());
        } catch (BackendException failure) {
          assertTrue(failure.toString().contains("cuMemAllocFromPoolAsync"), failure::toString);
        }
        StandIn.heal();
      }
    }
  }
}
