package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.testing.JavaProcess;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that opens, uses and closes again and again stays as large as it is. */
class MemorySoakTest {
  /** Of growth after the warm-up: what the JVM compiles and loads late is a part of it. */
  private static final long ALLOWED_KIB = 8 << 10;

  /** Of memory that is free, glibc keeps this much at most; by itself it would raise that. */
  private static final String KEPT_BYTES = "131072";

  private static final long PATIENCE_SECONDS = 4 * 3600;

  @TempDir Path temporary = Path.of("");

  /** KiB of growth after each tenth of the cycles, the last of them little above the least. */
  private List<Long> growth(String backend, int warmUp, int cycles) throws Exception {
    JavaProcess.Result result =
        new JavaProcess(temporary)
            .option("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch")
            .option("-Dpointwise.cuda.path=" + System.getProperty("pointwise.cuda.path"))
            .variable("POINTWISE_CACHE", temporary.resolve("cache").toString())
            .variable("POINTWISE_STANDIN_DEVICES", "2")
            .variable("MALLOC_TRIM_THRESHOLD_", KEPT_BYTES)
            .patience(PATIENCE_SECONDS)
            .run(MemorySoak.class.getName(), backend, "" + warmUp, "" + cycles);
    assertEquals(0, result.code(), result::err);
    assertFalse(result.err().contains("never closed"), result::err);
    List<Long> numbers = result.out().lines().map(Long::valueOf).toList();
    assertEquals(0, numbers.getLast(), "device resources left behind");
    List<Long> growth = numbers.subList(0, numbers.size() - 1);
    long least = Math.min(0, Collections.min(growth));
    assertTrue(growth.getLast() - least < ALLOWED_KIB, () -> "KiB of growth: " + growth);
    return growth;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cpu", "two"})
  void staysAsLargeAsItIs(String backend) throws Exception {
    growth(backend, 200, 500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cpu", "two"})
  @Tag("long")
  void staysAsLargeAsItIsForLong(String backend) throws Exception {
    int cycles = 100_000;
    System.out.println(
        "FIGURE: growth of the process after each tenth of "
            + (cycles + " cycles on " + backend + ": " + growth(backend, 10_000, cycles) + " KiB"));
  }
}
