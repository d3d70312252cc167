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
 * The CUDA driver, cuBLAS and NVRTC in this process. Brought in by full path, so that JCuda's
 * natives find them by name wherever they lie.
 */
final class CudaLibraries {
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  private static final String DRIVER = WINDOWS ? "nvcuda.dll" : "libcuda.so.1";

  private final SymbolLookup driver;
  private final int major;
  private final Map<String, String> paths = new LinkedHashMap<>();

  private CudaLibraries(LibrarySearch search) throws IOException {
    driver = openDriver();
    if (WINDOWS) {
      // The system's own search path is the rule there; JCuda's natives ask for CUDA 12 by name.
      major = 12;
      return;
    }
    LibrarySet set = search.result();
    if (set == null) {
      throw new IOException(
          search.missing()
              + ": install the CUDA runtime libraries, or set POINTWISE_CUDA_PATH to their directory");
    }
    major = set.major();
    paths.putAll(open(set));
  }

  /**
   * Loads these libraries, the driver not among them.
   *
   * @return each file's name and path
   */
  static Map<String, String> open(LibrarySet set) throws IOException {
    // cuBLAS asks for cuBLASLt by name, NVRTC for its builtins once it compiles; neither knows
    // where, if the linker does not know their directory.
    List<Path> files = new ArrayList<>(List.of(set.cublasLt(), set.cublas()));
    files.addAll(builtins(set));
    files.add(set.nvrtc());
    Map<String, String> opened = new LinkedHashMap<>();
    for (Path file : files) {
      open(file);
      opened.put(String.valueOf(file.getFileName()), file.toString());
    }
    return opened;
  }

  /** All that lie beside NVRTC: which of them it will ask for, it alone knows. */
  private static List<Path> builtins(LibrarySet set) throws IOException {
    List<Path> files = new ArrayList<>();
    Path directory = set.nvrtc().toAbsolutePath().getParent();
    if (directory != null) {
      // Not the files of full version, such as 12.6.85, that these are links to.
      String names = "libnvrtc-builtins.so." + set.major() + ".{?,??}";
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, names)) {
        found.forEach(files::add);
      }
    }
    files.removeIf(file -> ElfHeader.fault(file) != null);
    return files;
  }

  /** The search for the libraries besides the driver, as it runs in this process. */
  static LibrarySearch search() {
    return LibrarySearch.run(explicit(), System.getenv());
  }

  /**
   * Loads what a search found, and the driver.
   *
   * @throws IOException if one is missing or cannot be loaded; the message says what to install
   */
  static CudaLibraries load(LibrarySearch search) throws IOException {
    return new CudaLibraries(search);
  }

  /** The driver's symbols, for what JCuda does not bind. */
  SymbolLookup driver() {
    return driver;
  }

  /** The major version of cuBLAS and NVRTC. */
  int major() {
    return major;
  }

  /** Each library's name and where it was loaded from. */
  Map<String, String> paths() {
    return paths;
  }

  private SymbolLookup openDriver() throws IOException {
    Path beside = explicitDriver();
    if (beside != null) {
      paths.put(DRIVER, beside.toString());
      return open(beside);
    }
    try {
      SymbolLookup symbols = byName(DRIVER);
      paths.put(DRIVER, "found by the dynamic linker");
      return symbols;
    } catch (IllegalArgumentException e) {
      throw new IOException(
          DRIVER
              + " was not found: install the NVIDIA driver (in a container: run it with --gpus all)",
          e);
    }
  }

  private static @Nullable Path explicitDriver() throws IOException {
    for (String part : explicit().split(java.io.File.pathSeparator, -1)) {
      Path file = Path.of(part, DRIVER).toAbsolutePath();
      if (!part.isEmpty() && Files.exists(file)) {
        String fault = WINDOWS ? null : ElfHeader.fault(file);
        if (fault != null) {
          throw new IOException(file + " " + fault);
        }
        return file;
      }
    }
    return null;
  }

  private static String explicit() {
    String property = System.getProperty("pointwise.cuda.path", "");
    return property.isEmpty() ? System.getenv().getOrDefault("POINTWISE_CUDA_PATH", "") : property;
  }

  @SuppressWarnings("restricted") // the libraries that this whole package is about
  private static SymbolLookup open(Path file) throws IOException {
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " cannot be loaded; `ldd " + file + "` names what it lacks", e);
    }
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup byName(String name) {
    return SymbolLookup.libraryLookup(name, Arena.global());
  }
}
