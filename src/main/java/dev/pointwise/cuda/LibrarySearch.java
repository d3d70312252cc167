package dev.pointwise.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
   */
  record Place(String name, List<Path> directories, String found) {}

  private final Map<String, String> environment;
  private final List<Place> places = new ArrayList<>();
  private @Nullable LibrarySet result;

  private LibrarySearch(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Searches.
   *
   * @param explicit the user's own directories, separated as on a path; empty for the usual places
   * @param environment the process environment
   */
  static LibrarySearch run(String explicit, Map<String, String> environment) {
    LibrarySearch search = new LibrarySearch(environment);
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
    look("dynamic linker", LinkerCache.directories("libcublas.so."));
    for (String name : List.of("CUDA_PATH", "CUDA_HOME")) {
      String home = variable(name);
      look(
          name, home.isEmpty() ? List.of() : List.of(Path.of(home, "lib64"), Path.of(home, "lib")));
    }
    List<Path> toolkits = matching(Path.of("/usr/local"), "cuda*");
    toolkits.sort(Comparator.comparing(Path::toString, LibrarySearch::newestFirst));
    for (Path toolkit : toolkits) {
      look(toolkit.toString(), List.of(toolkit.resolve("lib64")));
    }
    look(
        "distribution",
        List.of(
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib64"),
            Path.of("/opt/cuda/lib64")));
    look("VIRTUAL_ENV", wheels(variable("VIRTUAL_ENV")));
    List<Path> conda = new ArrayList<>(wheels(variable("CONDA_PREFIX")));
    if (!variable("CONDA_PREFIX").isEmpty()) {
      conda.add(Path.of(variable("CONDA_PREFIX"), "lib"));
    }
    look("CONDA_PREFIX", conda);
    look("python3 on the PATH", wheels(pythonHome()));
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
    return -java.util.Arrays.compare(left, right);
  }

  private static int[] numbers(String text) {
    return java.util.Arrays.stream(text.replaceAll("[^0-9.]", "").split("\\.", -1))
        .filter(part -> !part.isEmpty() && part.length() < 9)
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static List<Path> split(String path) {
    List<Path> directories = new ArrayList<>();
    for (String part : path.split(File.pathSeparator, -1)) {
      if (!part.isEmpty()) {
        directories.add(Path.of(part).toAbsolutePath());
      }
    }
    return directories;
  }

  /** The library directories of NVIDIA's Python wheels below a Python environment. */
  private static List<Path> wheels(String home) {
    List<Path> directories = new ArrayList<>();
    if (!home.isEmpty()) {
      for (String lib : List.of("lib", "lib64", "local/lib")) {
        for (Path python : matching(Path.of(home, lib), "python3*")) {
          for (Path packages : matching(python, "{site,dist}-packages")) {
            for (Path wheel : matching(packages.resolve("nvidia"), "*")) {
              directories.add(wheel.resolve("lib"));
            }
          }
        }
      }
    }
    return directories;
  }

  /** The directory above the bin that python3 really lies in; empty if there is none. */
  private String pythonHome() {
    for (Path directory : split(variable("PATH"))) {
      Path python = directory.resolve("python3");
      try {
        if (Files.isExecutable(python)) {
          Path bin = python.toRealPath().getParent();
          return bin == null || bin.getParent() == null ? "" : bin.getParent().toString();
        }
      } catch (IOException e) {
        return "";
      }
    }
    return "";
  }

  private static List<Path> matching(Path directory, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
      entries.forEach(found::add);
    } catch (IOException e) {
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
          new Place(name, directories, candidates.isEmpty() ? "not set" : "no such directory"));
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
            name, directories, held.isEmpty() ? "no CUDA libraries" : String.join(", ", held)));
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
