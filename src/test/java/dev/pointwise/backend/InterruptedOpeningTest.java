package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.testing.JavaProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Libraries are loaded once in a process, so a thread that happens to be interrupted must not spoil
 * it for all; in a process of its own each.
 */
class InterruptedOpeningTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void opensInAnInterruptedThread(String backend, @TempDir Path temporary) throws Exception {
    JavaProcess.Result result =
        new JavaProcess(temporary)
            .option("-Dpointwise.cuda.path=" + System.getProperty("pointwise.cuda.path"))
            .option("-Dorg.bytedeco.javacpp.cachedir=" + temporary.resolve("javacpp"))
            .variable("POINTWISE_CACHE", temporary.resolve("cache").toString())
            .run(InterruptedOpening.class.getName(), backend);
    assertEquals("4.0 true", result.out().strip(), result::err);
  }
}
