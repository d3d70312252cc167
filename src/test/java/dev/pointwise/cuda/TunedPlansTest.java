package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of tuned plans: shared, damaged, foreign, or out of reach. */
class TunedPlansTest {
  private static final String NAME = "gpu.json";
  private static final String IDENTITY = "a GPU; driver 1";
  private static final TunedPlan PLAN = new TunedPlan("gemm", 1e-6);

  @TempDir Path cache = Path.of("");
  private final String before = System.getProperty("pointwise.cache", "");
  private final Logger logger = Logger.getLogger(TunedPlans.class.getName());
  private final List<String> warnings = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          warnings.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void useACacheOfItsOwn() throws IOException {
    System.setProperty("pointwise.cache", cache.toString());
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    if (Files.getFileStore(cache).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @AfterEach
  void restore() {
    System.setProperty("pointwise.cache", before);
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private static TunedPlans open() {
    return new TunedPlans(NAME, IDENTITY);
  }

  private Path file() {
    return cache.resolve("tuned").resolve(NAME);
  }

  private void write(String text) throws IOException {
    open();
    Files.writeString(file(), text);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void keepsPlansForWhoComesLater() {
    assertNull(open().get("layer"));
    open().put("layer", PLAN);
    open().put("other", new TunedPlan("lt:00", 2e-6));
    assertEquals(PLAN, open().get("layer"));
    assertEquals(new TunedPlan("lt:00", 2e-6), open().get("other"));
    assertEquals(List.of(), warnings);
  }

  @Test
  void keepsPlansOfAnInterruptedThread() {
    Thread.currentThread().interrupt();
    try {
      open().put("layer", PLAN);
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt is lost");
    }
    assertEquals(PLAN, open().get("layer"));
    assertEquals(List.of(), warnings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "null",
        "{\"schema\": 1, \"tuned_for\": \"a GPU; driver 1\", \"plans\": {\"layer\": {\"id\": 5}}}",
        "{\"schema\": 1, \"tuned_for\": \"a GPU; driver 1\", \"plans\": {\"layer\": {\"id\": \"gemm\", \"seconds\": -1}}}",
        "{\"schema\": 1, \"tuned_for\": \"a GPU; driver 1\", \"plans\": {}} x",
        "{\"schema\": 1, \"tuned_for\": \"a GPU; driver 2\", \"plans\": {\"layer\": {\"id\": \"gemm\", \"seconds\": 1}}}",
      })
  void ignoresAndReplacesWhatItCannotUseWithOneWarning(String text) throws IOException {
    write(text);
    TunedPlans plans = open();
    assertNull(plans.get("layer"));
    plans.put("mine", PLAN);
    plans.put("more", PLAN);
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(
        warnings.get(0).startsWith("tuned plans in " + file() + " are ignored: "),
        warnings::toString);
    assertEquals(PLAN, open().get("mine"));
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void leavesTheFileOfANewerVersionAlone() throws IOException {
    String newer = "{\"schema\": 2, \"anything\": true}";
    write(newer);
    TunedPlans plans = open();
    plans.put("layer", PLAN);
    assertEquals(PLAN, plans.get("layer"));
    assertEquals(newer, Files.readString(file()));
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void worksWithoutADirectory() {
    System.setProperty("pointwise.cache", "/proc/pointwise");
    TunedPlans plans = open();
    plans.put("layer", PLAN);
    assertEquals(PLAN, plans.get("layer"));
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).startsWith("tuned plans are not kept: "), warnings::toString);
  }

  @Test
  void losesNothingOfWhatThreadsAddAtOnce() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String own = "thread " + i;
      threads.add(Thread.ofPlatform().start(() -> putTen(own)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertHoldsTenOf("thread ", 8);
  }

  @Test
  void losesNothingOfWhatProcessesAddAtOnce() throws Exception {
    List<JavaProcess.Running> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(
          new JavaProcess(cache)
              .variable("POINTWISE_CACHE", cache.toString())
              .start(Probe.class.getName(), "process " + i));
    }
    for (JavaProcess.Running each : all) {
      JavaProcess.Result result = each.result();
      assertEquals(0, result.code(), result::toString);
      assertEquals("", result.err());
    }
    assertHoldsTenOf("process ", 4);
  }

  private static void putTen(String own) {
    TunedPlans plans = open();
    for (int i = 0; i < 10; i++) {
      plans.put(own + " " + i, new TunedPlan(own, i));
    }
  }

  private void assertHoldsTenOf(String kind, int writers) {
    TunedPlans plans = open();
    for (int writer = 0; writer < writers; writer++) {
      for (int i = 0; i < 10; i++) {
        assertEquals(new TunedPlan(kind + writer, i), plans.get(kind + writer + " " + i));
      }
    }
    assertEquals(List.of(), warnings);
  }

  /** Adds ten plans under its argument. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) {
      putTen(args[0]);
    }
  }
}
