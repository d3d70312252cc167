package dev.pointwise.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for cuBLAS, cuBLASLt and NVRTC on Linux, place after place, and keeps what each place held.
 * The first place with all three of one major version wins. A place that the user named is the only
 * one that is looked at.
 */
final class LibrarySearch {
  private static final int[] MAJORS = {12, 13};

  /**
   * One place.
   *
   * @param name what led to it
   * @param directories its directories that exist
   * @param found what they hold, or what is wrong with it
   * @param faulty whether something that they hold is unusable
   */
  record Place(String name, List<Path> directories, String found, boolean faulty) {}

  private final Map<String, String> environment;
  private final Path root;
  private final List<Place> places = new ArrayList<>();
  private @Nullable LibrarySet result;

  private LibrarySearch(Map<String, String> environment, Path root) {
    this.environment = environment;
    this.root = root;
  }

  /**
   * Searches.
   *
   * @param explicit the user's own directories, separated as on a path; empty for the usual places
   * @param environment the process environment
   */
  static LibrarySearch run(String explicit, Map<String, String> environment) {
    return run(explicit, environment, Path.of("/"));
  }

  /** Searches in a file system whose own places lie below {@code root}. */
  static LibrarySearch run(String explicit, Map<String, String> environment, Path root) {
    LibrarySearch search = new LibrarySearch(environment, root);
    if (explicit.isEmpty()) {
      search.usualPlaces();
    } else {
      search.look("pointwise.cuda.path / POINTWISE_CUDA_PATH", split(explicit));
    }
    return search;
  }

  /** The libraries to load, or null if no place has all of them. */
  @Nullable LibrarySet result() {
    return result;
  }

  /** Every place looked at, in order. */
  List<Place> places() {
    return places;
  }

  private void usualPlaces() {
    look("LD_LIBRARY_PATH", split(variable("LD_LIBRARY_PATH")));
    look("dynamic linker", LinkerCache.directories(root, "libcublas.so."));
    for (String name : List.of("CUDA_PATH", "CUDA_HOME")) {
      look(name, below(name, home -> List.of(home.resolve("lib64"), home.resolve("lib"))));
    }
    List<Path> toolkits = matching(root.resolve("usr/local"), "cuda*");
    toolkits.sort(
        Comparator.comparing(
            toolkit -> String.valueOf(toolkit.getFileName()), LibrarySearch::newestFirst));
    for (Path toolkit : toolkits) {
      look(toolkit.toString(), List.of(toolkit.resolve("lib64")));
    }
    look(
        "distribution",
        List.of(
            root.resolve("usr/lib/x86_64-linux-gnu"),
            root.resolve("usr/lib64"),
            root.resolve("opt/cuda/lib64")));
    look("VIRTUAL_ENV", below("VIRTUAL_ENV", PythonWheels::below));
    List<Path> conda = new ArrayList<>(below("CONDA_PREFIX", PythonWheels::below));
    conda.addAll(below("CONDA_PREFIX", home -> List.of(home.resolve("lib"))));
    look("CONDA_PREFIX", conda);
    look("python3 on the PATH", PythonWheels.onPath(split(variable("PATH"))));
    look("~/.local", below("HOME", home -> PythonWheels.below(home.resolve(".local"))));
  }

  /** Places below the directory that a variable names; none if it is not set. */
  private List<Path> below(String variable, Function<Path, List<Path>> places) {
    return split(variable(variable)).stream().flatMap(home -> places.apply(home).stream()).toList();
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** {@code cuda} before {@code cuda-13} before {@code cuda-12.6} before {@code cuda-12}. */
  static int newestFirst(String a, String b) {
    boolean plainA = !a.contains("-");
    boolean plainB = !b.contains("-");
    if (plainA != plainB) {
      return plainA ? -1 : 1;
    }
    int[] left = numbers(a);
    int[] right = numbers(b);
    return -Arrays.compare(left, right);
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.replaceAll("[^0-9.]", "").split("\\.", -1))
        .filter(part -> !part.isEmpty() && part.length() < 9)
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** The directories of a search path; what can be no path is passed over. */
  static List<Path> split(String path) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(part -> !part.isEmpty())
        .flatMap(LibrarySearch::absolute)
        .toList();
  }

  /** The path, absolute; nothing if the text is no path. */
  static Stream<Path> absolute(String text) {
    try {
      return Stream.of(Path.of(text).toAbsolutePath());
    } catch (InvalidPathException e) {
      return Stream.empty(); // bytes that the locale's encoding does not have
    }
  }

  /** What a directory holds of that pattern, sorted; nothing if it cannot be read. */
  static List<Path> matching(Path directory, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
      entries.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return found;
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private void look(String name, List<Path> candidates) {
    List<Path> directories = candidates.stream().filter(Files::isDirectory).distinct().toList();
    if (result != null) {
      return;
    }
    if (directories.isEmpty()) {
      places.add(
          new Place(
              name,
              directories,
              candidates.isEmpty() ? "leads nowhere" : "no such directory",
              false));
      return;
    }
    List<String> held = new ArrayList<>();
    for (int major : MAJORS) {
      Path cublas = find(directories, "libcublas.so." + major, held);
      Path cublasLt = find(directories, "libcublasLt.so." + major, held);
      Path nvrtc = find(directories, "libnvrtc.so." + major, held);
      if (result == null && cublas != null && cublasLt != null && nvrtc != null) {
        result = new LibrarySet(major, cublas, cublasLt, nvrtc);
      }
    }
    places.add(
        new Place(
            name,
            directories,
            held.isEmpty() ? "no CUDA libraries" : String.join(", ", held),
            held.stream().anyMatch(each -> each.contains(" "))));
  }

  private static @Nullable Path find(List<Path> directories, String name, List<String> held) {
    for (Path directory : directories) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        String fault = ElfHeader.fault(file);
        held.add(fault == null ? name : file + " " + fault);
        if (fault == null) {
          return file;
        }
      }
    }
    return null;
  }

  /** What is missing, in one line, where nothing complete was found. */
  String missing() {
    StringBuilder seen = new StringBuilder();
    for (Place place : places) {
      if (place.found().contains(".so.")) {
        seen.append(seen.isEmpty() ? "" : "; ")
            .append(place.name())
            .append(": ")
            .append(place.found());
      }
    }
    String needed =
        "libcublas.so.N, libcublasLt.so.N and libnvrtc.so.N of one major version N (12 or 13)";
    return seen.isEmpty()
        ? needed + " were not found"
        : needed + " were not found together (" + seen + ")";
  }
}
