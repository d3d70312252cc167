package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.ResultsFile;
import dev.pointwise.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends signals to a process that benchmarks. */
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir Path directory;

  private JavaProcess.Running bench(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("bench", "--backend", "exact"));
    words.addAll(List.of("--order", "sequential", "-o", "json=r.jsonl,csv=r.csv"));
    words.addAll(Arrays.asList(more));
    // What a shell started in the background ignores the signal, and so do its children.
    return new JavaProcess(directory)
        .through(List.of("env", "--default-signal=INT"))
        .start("dev.pointwise.cli.Main", words.toArray(String[]::new));
  }

  /** Fast layers in number, which take the whole budget each. */
  private static String[] layers() {
    List<String> words = new ArrayList<>(List.of("--time-budget", "1"));
    for (int channels = 1; channels <= 60; channels++) {
      words.addAll(List.of("--shape", "c" + channels + "h8w8k4"));
    }
    return words.toArray(String[]::new);
  }

  private static void await(JavaProcess.Running process, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean() && process.alive() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertTrue(condition.getAsBoolean());
  }

  private long lines() {
    Path file = directory.resolve("r.jsonl");
    try {
      return Files.exists(file) ? Files.readString(file).lines().count() : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void keepsAndReportsWhatIsFinished(String signal) throws Exception {
    JavaProcess.Running process = bench(layers());
    await(process, () -> lines() >= 3);
    process.signal(signal);
    JavaProcess.Result result = process.result();
    assertEquals(130, result.code(), result.err());
    int rows = ResultsFile.read(directory.resolve("r.jsonl")).rows().size();
    assertTrue(rows >= 2 && rows < 60, "rows: " + rows);
    assertTrue(result.err().contains("pointwise: interrupted"), result.err());
    assertTrue(result.out().contains("c2h8w8k4"), result.out());
    assertFalse(result.out().contains("c60h8w8k4"), result.out());
    assertTrue(Files.readString(directory.resolve("r.csv")).contains("c2h8w8k4"));
  }

  @Test
  void thenGoesOn() throws Exception {
    JavaProcess.Running process =
        bench("--time-budget", "2", "--shape", "c1h8w8k4", "--shape", "c2h8w8k4");
    await(process, () -> lines() >= 2);
    process.signal("INT");
    assertEquals(130, process.result().code());
    int before = ResultsFile.read(directory.resolve("r.jsonl")).rows().size();
    JavaProcess.Result rest =
        bench("--time-budget", "2", "--shape", "c1h8w8k4", "--shape", "c2h8w8k4", "--resume")
            .result();
    assertEquals(0, rest.code(), rest.err());
    assertTrue(before < 2, "finished before the signal");
    assertEquals(2, ResultsFile.read(directory.resolve("r.jsonl")).rows().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 200, 500, 1000})
  void atAnyMoment(long millis) throws Exception {
    JavaProcess.Running process = bench(layers());
    Thread.sleep(millis);
    process.signal("INT");
    JavaProcess.Result result = process.result();
    assertEquals(130, result.code(), result.err());
    Path file = directory.resolve("r.jsonl");
    if (Files.exists(file) && Files.size(file) > 0) {
      ResultsFile.read(file);
    }
    assertFalse(result.err().contains("\tat "), result.err());
  }

  @Test
  void theSecondSignalEndsItAtOnce() throws Exception {
    // Takes the oracle minutes, which nothing interrupts.
    JavaProcess.Running process = bench("--shape", "c2048h48w48k2048");
    await(process, () -> err(process).contains("using"));
    process.signal("INT");
    await(process, () -> err(process).contains("interrupted"));
    assertTrue(process.alive());
    process.signal("INT");
    JavaProcess.Result result = process.result();
    assertEquals(130, result.code());
    assertFalse(result.err().contains("nothing was finished"), result.err());
  }

  private static String err(JavaProcess.Running process) {
    try {
      return process.err();
    } catch (IOException e) {
      return "";
    }
  }
}
