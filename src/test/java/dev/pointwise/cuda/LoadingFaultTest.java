package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pointwise.testing.JavaProcess;
import dev.pointwise.testing.StandInLibraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What makes CUDA unusable ends in one line that says so, and exit code 6, for the backend and for
 * the doctor alike; in a process of its own each, for a crash would be the process'.
 */
@Tag("cuda13")
class LoadingFaultTest {
  private static final String BOTH = "dev.pointwise.cli.BackendAndDoctor";
  private static final int MAJOR = StandInLibraries.MAJOR;

  @TempDir Path temporary;
  private Path libraries = Path.of("");

  @BeforeEach
  void nameTheLibraries() {
    libraries = temporary.resolve("libraries");
  }

  private JavaProcess process() {
    return new JavaProcess(temporary)
        .option("-Dpointwise.cuda.path=" + libraries)
        .variable("POINTWISE_CACHE", temporary.resolve("cache").toString());
  }

  private static void assertUnusable(JavaProcess process, String... words) throws Exception {
    JavaProcess.Result result = process.run(BOTH);
    assertEquals(6, result.code(), result::toString);
    List<String> lines = result.err().lines().toList();
    assertEquals(1, lines.size(), result.err());
    String line = lines.getFirst();
    assertTrue(line.startsWith("pointwise: backend cuda is unavailable: "), line);
    for (String word : words) {
      assertTrue(line.contains(word), line);
    }
    String reason = line.substring(line.indexOf("unavailable: ") + "unavailable: ".length());
    assertTrue(
        result.out().lines().anyMatch(each -> each.startsWith("problem") && each.contains(reason)),
        result.out());
    assertTrue(result.out().stripTrailing().endsWith("CUDA is not usable"), result.out());
    assertFalse(result.out().contains("could not be examined"), result.out());
  }

  @Test
  void aDriverOlderThanTheLibraries() throws Exception {
    StandInLibraries.copyAll(libraries);
    assertUnusable(
        process().variable("POINTWISE_STANDIN_DRIVER", "11080"),
        "supports CUDA 11.8",
        "are of CUDA " + MAJOR,
        "update the driver");
    if (MAJOR == 13) {
      assertUnusable(
          process().variable("POINTWISE_STANDIN_DRIVER", "12060"),
          "supports CUDA 12.6",
          "are of CUDA 13",
          "or install the libraries of CUDA 12");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "803, CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, reboot",
    "804, CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE, cuda-compat",
  })
  void aDriverThatRefuses(int code, String name, String advice) throws Exception {
    StandInLibraries.copyAll(libraries);
    assertUnusable(process().variable("POINTWISE_STANDIN_FAIL", "cuInit:0:" + code), name, advice);
  }

  @Test
  void noVisibleDevice() throws Exception {
    StandInLibraries.copyAll(libraries);
    assertUnusable(
        process().variable("CUDA_VISIBLE_DEVICES", ""),
        "shows no device; CUDA_VISIBLE_DEVICES is ''");
  }

  @Test
  void noDriver() throws Exception {
    assumeTrue(
        LinkerCache.directories(Path.of("/"), "libcuda.so.1").isEmpty(),
        "the machine has a driver of its own");
    StandInLibraries.copy(libraries, StandInLibraries.names());
    assertUnusable(process(), "libcuda.so.1 was not found", "install the NVIDIA driver", "--gpus");
  }

  @Test
  void onlySomeLibraries() throws Exception {
    StandInLibraries.copyAll(libraries);
    Files.delete(libraries.resolve("libnvrtc.so." + MAJOR));
    assertUnusable(
        process(),
        "not found together",
        "libcublas.so." + MAJOR + ", libcublasLt.so." + MAJOR + ")",
        "POINTWISE_CUDA_PATH");
    JavaProcess.Result doctor = process().run("dev.pointwise.cli.Main", "doctor");
    assertEquals(6, doctor.code());
    assertTrue(doctor.out().contains("-> scripts/fetch-cuda-libraries"), doctor.out());
  }

  @Test
  void automaticChoiceGoesOnWithoutCuda() throws Exception {
    StandInLibraries.copy(libraries, "libcublas.so." + MAJOR);
    JavaProcess.Result result =
        process().run("dev.pointwise.cli.Main", "verify", "--shape", "c2h1w2k2");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.err().contains("cuda is unavailable: "), result.err());
  }

  @Test
  void twoVersionsMixed() throws Exception {
    StandInLibraries.copyAll(libraries);
    String other = "libnvrtc.so." + (25 - MAJOR);
    Files.move(libraries.resolve("libnvrtc.so." + MAJOR), libraries.resolve(other));
    assertUnusable(process(), "of one major version", "libcublas.so." + MAJOR, other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"libcuda.so.1", "libcublas.so."})
  void aTruncatedLibrary(String name) throws Exception {
    Path file = damaged(name);
    StandInLibraries.truncate(file);
    assertUnusable(process(), file + " is truncated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"libcuda.so.1", "libnvrtc.so."})
  void a32BitLibrary(String name) throws Exception {
    Path file = damaged(name);
    StandInLibraries.narrow(file);
    assertUnusable(process(), file + " is a 32-bit library");
  }

  private Path damaged(String name) throws Exception {
    return StandInLibraries.copyAll(libraries).resolve(name.endsWith("1") ? name : name + MAJOR);
  }

  @Test
  void aTruncatedDriverOnTheLibraryPath() throws Exception {
    StandInLibraries.copyAll(libraries);
    StandInLibraries.truncate(libraries.resolve("libcuda.so.1"));
    assertUnusable(
        new JavaProcess(temporary)
            .variable("LD_LIBRARY_PATH", libraries.toString())
            .variable("POINTWISE_CACHE", temporary.resolve("cache").toString()),
        libraries.resolve("libcuda.so.1") + " is truncated");
  }

  @Test
  void theDoctorDoesWithoutADamagedManagementLibrary() throws Exception {
    StandInLibraries.truncate(damaged("libnvidia-ml.so.1"));
    JavaProcess.Result result = process().run("dev.pointwise.cli.Main", "doctor");
    assertEquals(0, result.code(), result::toString);
    assertTrue(
        result.out().contains("power limit unknown without libnvidia-ml.so.1"), result.out());
  }

  @Test
  void aNativeThatJcudaWouldLoadInThePlaceOfOurs() throws Exception {
    StandInLibraries.copyAll(libraries);
    Path shadow = libraries.resolve("libJNvrtc-12.6.0-linux-x86_64.so");
    Files.writeString(shadow, "planted");
    assertUnusable(
        process().option("-Djava.library.path=" + libraries), shadow + " would be loaded");
  }

  @Test
  void deniedNativeAccess() throws Exception {
    StandInLibraries.copyAll(libraries);
    assertUnusable(process().denyNativeAccess(), "--enable-native-access=ALL-UNNAMED");
  }

  /** NVRTC would look for them where the dynamic linker does, and nowhere else. */
  @Test
  void theBuiltinsOfNvrtcAreLoadedFromBesideIt() throws Exception {
    StandInLibraries.copyAll(libraries);
    List<Path> found = LibrarySearch.matching(libraries, "libnvrtc-builtins.so." + MAJOR + ".*");
    assertEquals(1, found.size(), found::toString);
    Path builtins = found.getFirst();
    JavaProcess.Result result = process().run("dev.pointwise.cuda.LoadingProbe");
    assertEquals(0, result.code(), result::toString);
    assertTrue(result.out().contains(builtins.toString()), result.out());
    StandInLibraries.truncate(builtins);
    assertUnusable(process(), builtins + " is truncated");
  }

  @Test
  void librariesOnTheLibraryPathAreFound() throws Exception {
    StandInLibraries.copyAll(libraries);
    JavaProcess.Result result =
        new JavaProcess(temporary)
            .variable("LD_LIBRARY_PATH", libraries.toString())
            .variable("POINTWISE_CACHE", temporary.resolve("cache").toString())
            .run("dev.pointwise.cuda.LoadingProbe");
    assertEquals(0, result.code(), result::toString);
    assertTrue(
        result.out().contains(libraries.resolve("libcublas.so." + MAJOR) + ""), result.out());
  }
}
