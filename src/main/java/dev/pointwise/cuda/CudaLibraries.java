package dev.pointwise.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the CUDA driver, cuBLAS and NVRTC and brings them into the process, so that JCuda's natives
 * find them by name wherever they lie.
 */
final class CudaLibraries {
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  private static final String DRIVER = WINDOWS ? "nvcuda.dll" : "libcuda.so.1";
  private static final String CUBLAS = WINDOWS ? "cublas64_12.dll" : "libcublas.so.12";
  private static final String CUBLAS_LT = WINDOWS ? "cublasLt64_12.dll" : "libcublasLt.so.12";
  private static final String NVRTC = WINDOWS ? "nvrtc64_120_0.dll" : "libnvrtc.so.12";

  private final Map<String, String> loaded = new LinkedHashMap<>();
  private @Nullable SymbolLookup driver;

  private CudaLibraries() {}

  /**
   * Loads them.
   *
   * @throws IOException if one is missing or cannot be loaded; the message says what to install
   */
  static CudaLibraries load() throws IOException {
    CudaLibraries libraries = new CudaLibraries();
    List<Path> explicit = explicitDirectories();
    libraries.driver =
        libraries.load(
            DRIVER, explicit, "install the NVIDIA driver (in a container: run it with --gpus all)");
    List<Path> directories = explicit.isEmpty() ? usualDirectories() : explicit;
    String help =
        "install the CUDA 12 runtime libraries, or set POINTWISE_CUDA_PATH to their directory";
    if (find(CUBLAS_LT, directories) != null) {
      // cuBLAS asks for it by name, and may lie in a directory that the linker does not know.
      libraries.load(CUBLAS_LT, directories, help);
    }
    libraries.load(CUBLAS, directories, help);
    libraries.load(NVRTC, directories, help);
    return libraries;
  }

  /** The driver's symbols, for what JCuda does not bind. */
  SymbolLookup driver() {
    if (driver == null) {
      throw new IllegalStateException("the driver is not loaded");
    }
    return driver;
  }

  /** Each library's name and where it was loaded from. */
  Map<String, String> paths() {
    return loaded;
  }

  private SymbolLookup load(String name, List<Path> directories, String help) throws IOException {
    Path file = find(name, directories);
    try {
      SymbolLookup symbols = open(name, file);
      loaded.put(name, file == null ? "found by the dynamic linker" : file.toString());
      return symbols;
    } catch (IllegalArgumentException e) {
      String where = file == null ? "was not found" : "cannot be loaded from " + file;
      throw new IOException(name + " " + where + ": " + help, e);
    }
  }

  @SuppressWarnings("restricted") // the libraries that this whole package is about
  private static SymbolLookup open(String name, @Nullable Path file) {
    return file == null
        ? SymbolLookup.libraryLookup(name, Arena.global())
        : SymbolLookup.libraryLookup(file, Arena.global());
  }

  private static @Nullable Path find(String name, List<Path> directories) {
    for (Path directory : directories) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  private static List<Path> explicitDirectories() {
    String setting = System.getProperty("pointwise.cuda.path", "");
    if (setting.isEmpty()) {
      String variable = System.getenv("POINTWISE_CUDA_PATH");
      setting = variable == null ? "" : variable;
    }
    List<Path> directories = new ArrayList<>();
    for (String part : setting.split(java.io.File.pathSeparator, -1)) {
      if (!part.isEmpty()) {
        directories.add(Path.of(part).toAbsolutePath());
      }
    }
    return directories;
  }

  private static List<Path> usualDirectories() {
    List<Path> directories = new ArrayList<>();
    for (String variable : List.of("CUDA_PATH", "CUDA_HOME")) {
      String home = System.getenv(variable);
      if (home != null && !home.isEmpty()) {
        directories.add(Path.of(home, WINDOWS ? "bin" : "lib64"));
      }
    }
    if (!WINDOWS) {
      try (DirectoryStream<Path> toolkits =
          Files.newDirectoryStream(Path.of("/usr/local"), "cuda*")) {
        toolkits.forEach(toolkit -> directories.add(toolkit.resolve("lib64")));
      } catch (IOException e) {
        // No such directory: nothing to add.
      }
    }
    return directories;
  }
}
