package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Leaks;
import dev.pointwise.backend.Lifetime;
import dev.pointwise.backend.MemoryAccount;
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
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.testing.LeavesOpen;
import dev.pointwise.testing.SeveralProvider;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log says of what was never closed. */
@LeavesOpen("to see what the log says")
@Timeout(120)
class LeakReportTest {
  private static final ConvSpec SPEC = ConvSpec.of(3, 3);
  private static final ConvSpec RELU = SPEC.activation(Activation.RELU);
  private static final ConvWeights WEIGHTS = ConvWeights.of(new float[9]);
  private static final TensorSpec INPUT = SPEC.input(1, 2, 2);
  private static final TensorSpec TWO_IMAGES = SPEC.input(2, 2, 2);

  private final List<LogRecord> reports = new CopyOnWriteArrayList<>();
  private final Logger log = Logger.getLogger(Leaks.class.getName());

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          reports.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    log.addHandler(handler);
  }

  @AfterEach
  void leave() {
    log.removeHandler(handler);
  }

  private List<LogRecord> of(String name) {
    return reports.stream().filter(entry -> entry.getMessage().startsWith(name + " ")).toList();
  }

  private LogRecord awaitGarbage(String name) throws InterruptedException {
    while (of(name).isEmpty()) {
      System.gc();
      Thread.sleep(5);
    }
    return of(name).getFirst();
  }

  /** Whatever was garbage before has been reported when this returns. */
  private void awaitReports() throws InterruptedException {
    for (int later = 1; later <= 2; later++) {
      forget("thing " + later);
      awaitGarbage("thing " + later);
    }
  }

  private static void forget(String name) {
    Object owner = new Object();
    new Lifetime(owner, name).check();
  }

  private static void assertCreatedIn(LogRecord report, String method) {
    assertTrue(
        Arrays.stream(report.getThrown().getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals(method)),
        () -> report.getMessage() + Arrays.toString(report.getThrown().getStackTrace()));
  }

  @Test
  void tellsWhereWhatIsGarbageWasCreated() throws InterruptedException {
    forget("a thing");
    LogRecord report = awaitGarbage("a thing");
    assertEquals("a thing was never closed: its memory is leaked", report.getMessage());
    assertCreatedIn(report, "forget");
  }

  @Test
  void isSilentAboutWhatThereWasNoMemoryFor() throws InterruptedException {
    try (CpuBackend backend = CpuBackend.open(1)) {
      backend.limitMemory(0);
      assertThrows(DeviceMemoryException.class, () -> backend.allocate(INPUT));
      assertThrows(DeviceMemoryException.class, () -> backend.prepare(SPEC, WEIGHTS));
    }
    awaitReports();
    assertEquals(List.of(), of("tensor " + INPUT));
    assertEquals(List.of(), of("layer " + SPEC));
  }

  @Test
  void tellsOnceOfWhatIsOpenWhenItsBackendCloses() throws InterruptedException {
    leaveOpen(CpuBackend.open(1), INPUT);
    assertEquals(1, of("tensor " + INPUT).size(), reports::toString);
    LogRecord report = of("tensor " + INPUT).getFirst();
    assertEquals(
        "tensor " + INPUT + " was still open when its backend, backend cpu, closed",
        report.getMessage());
    assertCreatedIn(report, "leaveOpen");
    assertEquals(1, of("layer " + SPEC).size());
    assertEquals(1, of("recording").size());
    assertEquals(1, of("stopwatch").size());
    awaitReports();
    assertEquals(1, of("tensor " + INPUT).size());
    assertEquals(List.of(), of("backend cpu"));
  }

  @SuppressWarnings("ReachabilityFenceUsage") // nothing here throws
  private static void leaveOpen(Backend backend, TensorSpec input) {
    Tensor x = backend.allocate(input);
    ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
    Recording recording;
    try (Tensor y = layer.run(x)) {
      recording = backend.record(() -> layer.runInto(x, null, y));
    }
    Stopwatch stopwatch = backend.stopwatch();
    backend.close();
    Reference.reachabilityFence(List.of(x, layer, recording, stopwatch));
  }

  @Test
  void isSilentAboutWhatIsClosedAfterItsBackend() throws InterruptedException {
    TensorSpec other = SPEC.input(7, 2, 2);
    CpuBackend backend = CpuBackend.open(1);
    Tensor tensor = backend.allocate(other);
    backend.close();
    assertEquals(1, open(other));
    tensor.close();
    assertEquals(0, open(other));
    awaitReports();
    assertEquals(1, of("tensor " + other).size());
  }

  private static long open(TensorSpec tensor) {
    return Leaks.open().stream().filter(each -> each.toString().equals("tensor " + tensor)).count();
  }

  @Test
  void tellsOfANetworkAndNotOfItsParts() {
    leaveNetworkOpen();
    assertEquals(
        List.of("network x → y of 4 layers was still open when its backend, backend cpu, closed"),
        closing("backend cpu"));
  }

  @SuppressWarnings("ReachabilityFenceUsage") // nothing here throws
  private static void leaveNetworkOpen() {
    CpuBackend backend = CpuBackend.open(1);
    Network network =
        NetworkSpec.builder()
            .input("x", 3, Precision.F32, Layout.NCHW)
            .conv("z", RELU, WEIGHTS, "x")
            .siblings(List.of("p", "q"), List.of(RELU, RELU), List.of(WEIGHTS, WEIGHTS), "z")
            .conv("y", RELU, WEIGHTS, "p", "q")
            .output("y")
            .build()
            .prepare(backend);
    try (Tensor x = backend.allocate(INPUT);
        Tensor y = backend.allocate(INPUT)) {
      for (int run = 0; run < 3; run++) {
        network.runInto(List.of(x), List.of(y));
      }
    }
    backend.close();
    Reference.reachabilityFence(network);
  }

  @Test
  void tellsOfSiblingsAndNotOfEach() {
    CpuBackend backend = CpuBackend.open(1);
    SiblingLayer siblings = backend.prepareSiblings(List.of(SPEC, SPEC), List.of(WEIGHTS, WEIGHTS));
    backend.close();
    assertEquals(
        List.of(
            "siblings "
                + List.of(SPEC, SPEC)
                + " was still open when its backend, backend cpu, closed"),
        closing("backend cpu"));
    siblings.close();
  }

  @Test
  void tellsOfSeveralDevicesAsOfOne() throws InterruptedException {
    leaveOpen(openTwo(), TWO_IMAGES);
    assertEquals(4, closing("backend over devices [0, 1]").size(), reports::toString);
    assertEquals(List.of(), closing("backend cpu"));
    forgetTwo();
    awaitGarbage("backend over devices [0, 1]");
    awaitReports();
    assertEquals(1, of("backend over devices [0, 1]").size());
    assertEquals(List.of(), of("backend cpu"));
  }

  private static Backend openTwo() {
    return Devices.ALL.open(new SeveralProvider(2, device -> CpuBackend.open(1)), Tuning.OFF);
  }

  private static void forgetTwo() {
    openTwo().synchronize();
  }

  /** What was said to be open when that backend closed. */
  private List<String> closing(String backend) {
    return reports.stream()
        .map(LogRecord::getMessage)
        .filter(message -> message.contains(" when its backend, " + backend + ", closed"))
        .toList();
  }

  @Test
  void freesWithTheBackendWhatWasLeftOpen() {
    MemoryAccount account = new MemoryAccount();
    try (NativeHeap heap = new NativeHeap(account, () -> {})) {
      heap.allocate(1000);
      heap.allocate(24).close();
      assertEquals(Long.MAX_VALUE - 1000, account.room());
    }
    assertEquals(Long.MAX_VALUE, account.room());
  }
}
