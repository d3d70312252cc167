package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pointwise.testing.JavaProcess;
import dev.pointwise.testing.PrivateMount;
import dev.pointwise.testing.StandInLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * JCuda's natives are loaded from a directory that the user alone can write to, or not at all;
 * whatever lies there, each process loads what the jar holds.
 */
@Tag("cuda13")
class CacheFaultTest {
  private static final String PROBE = "dev.pointwise.cuda.LoadingProbe";
  private static final int SOMEBODY = 12345;
  private static final List<String> NATIVES = List.of("JCudaDriver", "JNvrtc", "JCublas2");

  @TempDir Path temporary;
  private Path cache = Path.of("");
  private Path natives = Path.of("");

  @BeforeEach
  void nameTheCache() {
    cache = temporary.resolve("cache");
    natives =
        cache.resolve(StandInLibraries.MAJOR == 12 ? "natives-12.6.0" : "natives-12.6.0-cuda13");
  }

  private JavaProcess process() {
    return new JavaProcess(temporary)
        .option("-Dpointwise.cuda.path=" + StandInLibraries.DIRECTORY)
        .variable("POINTWISE_CACHE", cache.toString());
  }

  private Path file(String name) {
    return natives.resolve("lib" + name + "-12.6.0-linux-x86_64.so");
  }

  /** What the file must hold: the jar's bytes, rewritten for CUDA 13 where that is the dress. */
  private static byte[] expected(String name) throws IOException {
    byte[] image = ElfImageTest.image(name);
    if (StandInLibraries.MAJOR == 12 || name.equals("JCudaDriver")) {
      return image;
    }
    String library = name.equals("JNvrtc") ? "libnvrtc.so." : "libcublas.so.";
    return new ElfImage(image).renameNeeded(library + 12, library + 13);
  }

  private void assertLoads(JavaProcess process) throws Exception {
    JavaProcess.Result result = process.run(PROBE);
    assertEquals(0, result.code(), result::toString);
    assertEquals("", result.err());
    assertIntact();
  }

  private void assertIntact() throws IOException {
    for (String name : NATIVES) {
      assertTrue(Files.isRegularFile(file(name), LinkOption.NOFOLLOW_LINKS), name);
      assertArrayEquals(expected(name), Files.readAllBytes(file(name)), name);
    }
    try (Stream<Path> files = Files.list(natives)) {
      assertEquals(NATIVES.size(), files.count(), "nothing else is left behind");
    }
  }

  private void assertUnusable(JavaProcess process, String... words) throws Exception {
    JavaProcess.Result result = process.run(PROBE);
    assertEquals(6, result.code(), result::toString);
    assertEquals(1, result.err().lines().count(), result.err());
    for (String word : words) {
      assertTrue(result.err().contains(word), result.err());
    }
    assertTrue(result.err().contains("set POINTWISE_CACHE to"), result.err());
  }

  private static Path directory(Path path, String permissions) throws IOException {
    Files.createDirectories(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void eightProcessesOnAnEmptyCache() throws Exception {
    List<JavaProcess.Running> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(process().start(PROBE));
    }
    for (JavaProcess.Running each : all) {
      JavaProcess.Result result = each.result();
      assertEquals(0, result.code(), result::toString);
      assertEquals("", result.err());
    }
    assertIntact();
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(natives)));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
  }

  /** The planted library would make a file if it were ever loaded. */
  @Test
  void aPlantedFileIsReplacedAndNeverLoaded() throws Exception {
    directory(natives, "rwx------");
    Path mark = temporary.resolve("mark");
    Path source = temporary.resolve("planted.c");
    Files.writeString(
        source,
        "#include <fcntl.h>\n__attribute__((constructor)) static void run(void) { open(\""
            + mark
            + "\", O_CREAT | O_WRONLY, 0600); }\n");
    for (String name : NATIVES) {
      Process gcc =
          new ProcessBuilder(
                  "gcc", "-shared", "-fPIC", "-o", file(name).toString(), source.toString())
              .inheritIO()
              .start();
      assertEquals(0, gcc.waitFor());
    }
    assertLoads(process());
    assertFalse(Files.exists(mark), "the planted library was loaded");
  }

  @ParameterizedTest
  @CsvSource({"truncated", "writable"})
  void aFileThatIsNotOursIsReplaced(String kind) throws Exception {
    directory(natives, "rwx------");
    Path file = file("JNvrtc");
    byte[] expected = expected("JNvrtc");
    if (kind.equals("truncated")) {
      Files.write(file, Arrays.copyOf(expected, expected.length / 2));
    } else {
      Files.write(file, expected);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }
    assertLoads(process());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aLinkInThePlaceOfTheFileIsReplacedAndNotFollowed() throws Exception {
    directory(natives, "rwx------");
    Path target = temporary.resolve("target");
    for (String name : NATIVES) {
      Files.write(target.resolveSibling("target-" + name), expected(name));
      Files.createSymbolicLink(file(name), target.resolveSibling("target-" + name));
    }
    Files.writeString(target.resolveSibling("target-JNvrtc"), "somebody's");
    assertLoads(process());
    assertEquals("somebody's", Files.readString(target.resolveSibling("target-JNvrtc")));
  }

  @Test
  void aForeignFileIsReplaced() throws Exception {
    directory(natives, "rwx------");
    Files.write(file("JNvrtc"), expected("JNvrtc"));
    giveAway(file("JNvrtc"));
    assertLoads(process());
    assertEquals(
        Files.getOwner(natives), Files.getOwner(file("JNvrtc")), "the file is the user's own");
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "root alone can give files away");
    Files.setAttribute(path, "unix:uid", SOMEBODY);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aForeignDirectory(boolean inner) throws Exception {
    directory(cache, "rwx------");
    directory(natives, "rwx------");
    giveAway(inner ? natives : cache);
    assertUnusable(process(), "belongs to " + SOMEBODY);
  }

  @ParameterizedTest
  @CsvSource({"rwxrwx---", "rwx---rwx"})
  void aDirectoryThatOthersCanWriteTo(String permissions) throws Exception {
    directory(cache, permissions);
    assertUnusable(process(), cache + " can be written by others");
  }

  @Test
  void aLinkInThePlaceOfTheDirectory() throws Exception {
    Path elsewhere = directory(temporary.resolve("elsewhere"), "rwx------");
    Files.createSymbolicLink(cache, elsewhere);
    assertUnusable(process(), cache + " is a symbolic link");
    Files.delete(cache);
    directory(cache, "rwx------");
    Files.createSymbolicLink(natives, elsewhere);
    assertUnusable(process(), natives + " is a symbolic link");
    try (Stream<Path> files = Files.list(elsewhere)) {
      assertEquals(0, files.count(), "nothing was written through the link");
    }
  }

  @Test
  void aFileInThePlaceOfTheDirectory() throws Exception {
    Files.writeString(cache, "");
    assertUnusable(process(), cache + " is no directory");
    assertUnusable(
        process().option("-Dpointwise.cache=" + cache.resolve("below")), cache.toString());
  }

  @Test
  void aDirectoryInThePlaceOfTheFile() throws Exception {
    directory(cache, "rwx------");
    directory(natives, "rwx------");
    Files.createDirectory(file("JNvrtc"));
    assertUnusable(process(), file("JNvrtc") + ": Is a directory");
  }

  @Test
  void aDirectoryThatCannotBeMade() throws Exception {
    assertUnusable(process().option("-Dpointwise.cache=/proc/pointwise"), "/proc/pointwise");
  }

  @ParameterizedTest
  @CsvSource({
    "ro, Read-only file system",
    "noexec, mounted noexec",
    "size=64k, No space left on device",
  })
  void anUnsuitableFileSystem(String options, String words) throws Exception {
    Files.createDirectories(cache);
    assertUnusable(process().through(PrivateMount.command(cache, options + ",mode=700")), words);
  }
}
