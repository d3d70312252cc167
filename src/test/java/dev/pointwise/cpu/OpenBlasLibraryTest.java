package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBlasLibraryTest {
  @ParameterizedTest
  @ValueSource(strings = {"macosx-arm64", "plan9-mips"})
  void saysWhichPlatformHasNoNatives(String platform) {
    String refusal =
        assertThrows(IOException.class, () -> OpenBlasLibrary.load(platform)).toString();
    assertTrue(refusal.contains(platform), refusal);
    assertTrue(refusal.contains("org.bytedeco:openblas"), refusal);
  }

  @Test
  void isThereWhereTheTestsRun() {
    assertNull(CpuBackend.unavailableReason());
  }

  @Test
  void whatSomebodyPlantedIsReplaced(@TempDir Path directory) throws Exception {
    Path cache = Files.createDirectories(directory.resolve("cache/openblas-0.3.31-1.5.13"));
    owner(directory.resolve("cache"));
    owner(cache);
    Path planted = Files.writeString(cache.resolve("libopenblas.so.0"), "planted");
    JavaProcess.Result result = info(directory);
    assertTrue(result.out().contains(planted.toString()), result.out() + result.err());
    assertTrue(Files.size(planted) > 1 << 20);
  }

  @Test
  void aDirectoryThatOthersWriteToIsRefused(@TempDir Path directory) throws Exception {
    Path cache = Files.createDirectories(directory.resolve("cache/openblas-0.3.31-1.5.13"));
    owner(directory.resolve("cache"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    JavaProcess.Result result = info(directory);
    assertTrue(result.out().contains("can be written by others"), result.out() + result.err());
  }

  private static void owner(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  private static JavaProcess.Result info(Path directory) throws Exception {
    return new JavaProcess(directory)
        .variable("POINTWISE_CACHE", directory.resolve("cache").toString())
        .run("dev.pointwise.cli.Main", "info");
  }

  @Test
  void saysWhatItRunsOn() {
    try (CpuBackend cpu = CpuBackend.open(3)) {
      assertEquals("3", cpu.info().details().get("threads"));
      assertTrue(cpu.info().details().containsKey("OpenBLAS core"));
      assertTrue(cpu.info().details().containsKey("libopenblas"));
    }
  }

  @Test
  void refusesThreadsThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> CpuBackend.open(0));
  }
}
