package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.testing.StandInLibraries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search, in a file system of its own with real shared libraries. */
class LibrarySearchTest {
  private static final String EXPLICIT = "pointwise.cuda.path / POINTWISE_CUDA_PATH";

  @TempDir Path root;

  private LibrarySearch search(Map<String, String> environment) {
    return LibrarySearch.run("", environment, root);
  }

  private Path whole(String directory, int major) throws IOException {
    return StandInLibraries.copy(root.resolve(directory), StandInLibraries.names(major));
  }

  private static void assertFound(LibrarySearch search, String place, int major, Path directory) {
    LibrarySet found = Objects.requireNonNull(search.result(), search::missing);
    String[] names = StandInLibraries.names(major);
    assertEquals(
        new LibrarySet(
            major,
            directory.resolve(names[0]),
            directory.resolve(names[1]),
            directory.resolve(names[2])),
        found);
    assertEquals(place, search.places().getLast().name());
  }

  @Test
  void takesTheFirstCompletePlaceAndRecordsThoseBefore() throws IOException {
    Path environment = whole("venv/lib/python3.12/site-packages/nvidia/cu13/lib", 13);
    Map<String, String> variables =
        Map.of(
            "LD_LIBRARY_PATH", root.resolve("ld").toString(),
            "CUDA_PATH", root.resolve("path").toString(),
            "CUDA_HOME", root.resolve("home").toString(),
            "VIRTUAL_ENV", root.resolve("venv").toString());
    LibrarySearch last = search(variables);
    assertFound(last, "VIRTUAL_ENV", 13, environment);
    assertEquals(
        List.of(
            "LD_LIBRARY_PATH",
            "dynamic linker",
            "CUDA_PATH",
            "CUDA_HOME",
            "distribution",
            "VIRTUAL_ENV"),
        last.places().stream().map(LibrarySearch.Place::name).toList());
    // From the last place to the first: each one that fills wins over all behind it.
    assertFound(search(variables, "usr/lib64", 12), "distribution", 12, root.resolve("usr/lib64"));
    String old = root.resolve("usr/local/cuda-12.6").toString();
    assertFound(search(variables, "usr/local/cuda-12.6/lib64", 12), old, 12, Path.of(old, "lib64"));
    String newer = root.resolve("usr/local/cuda-13.1").toString();
    assertFound(
        search(variables, "usr/local/cuda-13.1/lib64", 13), newer, 13, Path.of(newer, "lib64"));
    String plain = root.resolve("usr/local/cuda").toString();
    assertFound(search(variables, "usr/local/cuda/lib64", 12), plain, 12, Path.of(plain, "lib64"));
    assertFound(search(variables, "home/lib64", 12), "CUDA_HOME", 12, root.resolve("home/lib64"));
    assertFound(search(variables, "path/lib", 13), "CUDA_PATH", 13, root.resolve("path/lib"));
    Path linked = whole("linked", 12);
    Files.createDirectories(root.resolve("etc"));
    Files.write(
        root.resolve("etc/ld.so.cache"),
        ("glibc-ld.so.cache1.1\0libcublas.so.12\0" + linked + "/libcublas.so.12\0")
            .getBytes(StandardCharsets.UTF_8));
    assertFound(search(variables), "dynamic linker", 12, linked);
    assertFound(search(variables, "ld", 12), "LD_LIBRARY_PATH", 12, root.resolve("ld"));
  }

  private LibrarySearch search(Map<String, String> variables, String directory, int major)
      throws IOException {
    whole(directory, major);
    return search(variables);
  }

  @Test
  void whatTheUserNamesIsAllThatIsLookedAt() throws IOException {
    Path wanted = whole("wanted", 13);
    whole("ld", 12);
    Map<String, String> environment = Map.of("LD_LIBRARY_PATH", root.resolve("ld").toString());
    LibrarySearch found =
        LibrarySearch.run(root.resolve("none") + "::" + wanted, environment, root);
    assertFound(found, EXPLICIT, 13, wanted);
    LibrarySearch missed = LibrarySearch.run(root.resolve("none").toString(), environment, root);
    assertNull(missed.result());
    assertEquals(
        List.of(new LibrarySearch.Place(EXPLICIT, List.of(), "no such directory", false)),
        missed.places());
  }

  @Test
  void gathersOneVersionFromSeveralNamedDirectories() throws IOException {
    Path blas = StandInLibraries.copy(root.resolve("a"), "libcublas.so.12", "libcublasLt.so.12");
    Path rtc = StandInLibraries.copy(root.resolve("b"), "libnvrtc.so.12");
    LibrarySet set = LibrarySearch.run(blas + ":" + rtc, Map.of(), root).result();
    assertEquals(rtc.resolve("libnvrtc.so.12"), Objects.requireNonNull(set).nvrtc());
    assertEquals(blas.resolve("libcublas.so.12"), set.cublas());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib", "lib64", "local/lib"})
  void findsTheWheelsOfCuda12(String lib) throws IOException {
    Path nvidia = root.resolve("home").resolve(lib).resolve("python3.11/dist-packages/nvidia");
    StandInLibraries.copy(nvidia.resolve("cublas/lib"), "libcublas.so.12", "libcublasLt.so.12");
    StandInLibraries.copy(nvidia.resolve("cuda_nvrtc/lib"), "libnvrtc.so.12");
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      LibrarySearch search = search(Map.of(variable, root.resolve("home").toString()));
      assertEquals(
          nvidia.resolve("cuda_nvrtc/lib/libnvrtc.so.12"),
          Objects.requireNonNull(search.result(), search::missing).nvrtc());
      assertEquals(variable, search.places().getLast().name());
    }
  }

  @Test
  void findsWhatCondaItselfInstalled() throws IOException {
    Path lib = whole("conda/lib", 12);
    assertFound(
        search(Map.of("CONDA_PREFIX", root.resolve("conda").toString())), "CONDA_PREFIX", 12, lib);
  }

  @ParameterizedTest
  @CsvSource({"called", "real"})
  void followsThePythonOnThePath(String home) throws IOException {
    Path lib = whole(home + "/lib/python3.13/site-packages/nvidia/cu13/lib", 13);
    Path real = Files.createDirectories(root.resolve("real/bin")).resolve("python3.13");
    Files.writeString(real, "");
    assertTrue(real.toFile().setExecutable(true));
    Path called = Files.createDirectories(root.resolve("called/bin"));
    Files.createSymbolicLink(called.resolve("python3"), real);
    assertFound(
        search(Map.of("PATH", root.resolve("nowhere") + ":" + called)),
        "python3 on the PATH",
        13,
        lib);
  }

  @Test
  void onlySomeOfTheLibraries() throws IOException {
    StandInLibraries.copy(root.resolve("ld"), "libcublas.so.12", "libcublasLt.so.12");
    LibrarySearch search = search(Map.of("LD_LIBRARY_PATH", root.resolve("ld").toString()));
    assertNull(search.result());
    assertTrue(
        search
            .missing()
            .endsWith(
                "were not found together (LD_LIBRARY_PATH: libcublas.so.12, libcublasLt.so.12)"),
        search.missing());
    assertEquals(
        "libcublas.so.N, libcublasLt.so.N and libnvrtc.so.N of one major version N (12 or 13)"
            + " were not found",
        search(Map.of()).missing());
  }

  @Test
  void neverMixesMajorVersionsNorPlaces() throws IOException {
    StandInLibraries.copy(
        root.resolve("ld"), "libcublas.so.12", "libcublasLt.so.12", "libnvrtc.so.13");
    StandInLibraries.copy(root.resolve("home/lib64"), "libnvrtc.so.12");
    Map<String, String> environment =
        Map.of(
            "LD_LIBRARY_PATH", root.resolve("ld").toString(),
            "CUDA_HOME", root.resolve("home").toString());
    LibrarySearch search = search(environment);
    assertNull(search.result());
    assertTrue(
        search
            .missing()
            .contains(
                "(LD_LIBRARY_PATH: libcublas.so.12, libcublasLt.so.12, libnvrtc.so.13;"
                    + " CUDA_HOME: libnvrtc.so.12)"),
        search.missing());
  }

  @ParameterizedTest
  @CsvSource({
    "truncated, is truncated",
    "narrow, is a 32-bit library",
    "text, is no shared library",
    "foreign, is for another processor (ELF machine 183)",
    "headless, is truncated",
  })
  void passesOverWhatIsDamaged(String damage, String words) throws IOException {
    Path bad = whole("bad", 12).resolve("libcublas.so.12");
    byte[] bytes = Files.readAllBytes(bad);
    switch (damage) {
      case "truncated" -> StandInLibraries.truncate(bad);
      case "narrow" -> StandInLibraries.narrow(bad);
      case "text" -> Files.writeString(bad, "GROUP ( libcublas.so.12.6 )");
      case "foreign" -> {
        bytes[0x12] = (byte) 183;
        Files.write(bad, bytes);
      }
      default -> Files.write(bad, Arrays.copyOf(bytes, 100));
    }
    LibrarySearch alone = LibrarySearch.run(root.resolve("bad").toString(), Map.of(), root);
    assertNull(alone.result());
    assertTrue(alone.missing().contains(bad + " " + words), alone.missing());
    assertTrue(alone.places().getFirst().faulty());
    Path good = whole("good/lib64", 12);
    LibrarySearch search =
        search(
            Map.of(
                "LD_LIBRARY_PATH", root.resolve("bad").toString(),
                "CUDA_HOME", root.resolve("good").toString()));
    assertFound(search, "CUDA_HOME", 12, good);
    assertTrue(search.places().getFirst().found().contains(bad + " " + words));
  }

  @Test
  void variablesThatAreNoPathsAreNoMatter() {
    assertNotNull(search(Map.of("LD_LIBRARY_PATH", "\0", "PATH", ":\0:", "CUDA_HOME", "\0")));
  }
}
