package dev.pointwise.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where NVIDIA's Python wheels put libraries: {@code nvidia/…/lib} among the packages. */
final class PythonWheels {
  private PythonWheels() {}

  /** Their library directories below a Python environment. */
  static List<Path> below(Path home) {
    List<Path> directories = new ArrayList<>();
    for (String lib : List.of("lib", "lib64", "local/lib")) {
      for (Path python : LibrarySearch.matching(home.resolve(lib), "python3*")) {
        for (Path packages : LibrarySearch.matching(python, "{site,dist}-packages")) {
          for (Path wheel : LibrarySearch.matching(packages.resolve("nvidia"), "*")) {
            directories.add(wheel.resolve("lib"));
          }
        }
      }
    }
    return directories;
  }

  /**
   * Their library directories for every {@code python3} in {@code path}: below the environment that
   * it is called from, which may be virtual, and below the one it really lies in.
   */
  static List<Path> onPath(List<Path> path) {
    Set<Path> homes = new LinkedHashSet<>();
    for (Path directory : path) {
      Path python = directory.resolve("python3");
      if (Files.isExecutable(python)) {
        addHome(homes, python);
        addHome(homes, real(python));
      }
    }
    return homes.stream().flatMap(home -> below(home).stream()).toList();
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file; // removed meanwhile
    }
  }

  private static void addHome(Set<Path> homes, Path python) {
    Path bin = python.getParent();
    if (bin != null && bin.getParent() != null) {
      homes.add(bin.getParent());
    }
  }
}
