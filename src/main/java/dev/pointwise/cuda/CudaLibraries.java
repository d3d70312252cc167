package dev.pointwise.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
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
  static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private final DriverLibrary driver;
  private final int major;
  private final Map<String, String> paths = new LinkedHashMap<>();
  private @Nullable SymbolLookup cublasLt;

  private CudaLibraries(DriverLibrary driver, LibrarySearch search) throws IOException {
    this.driver = driver;
    paths.put(DriverLibrary.NAME, driver.path());
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
    // cuBLAS asks for cuBLASLt by name, and may lie in a directory that the linker does not know.
    cublasLt = open(set.cublasLt());
    open(set.cublas());
    open(set.nvrtc());
    List<Path> all = new ArrayList<>(List.of(set.cublasLt(), set.cublas(), set.nvrtc()));
    all.addAll(builtins(set));
    for (Path file : all) {
      paths.put(String.valueOf(file.getFileName()), file.toString());
    }
  }

  /**
   * Loads what a search found.
   *
   * @throws IOException if one is missing or cannot be loaded; the message says what to install
   */
  static CudaLibraries load(DriverLibrary driver, LibrarySearch search) throws IOException {
    return new CudaLibraries(driver, search);
  }

  /** NVRTC asks for its built-ins by name when it first compiles, and not in its own directory. */
  private static List<Path> builtins(LibrarySet set) throws IOException {
    List<Path> found =
        LibrarySearch.matching(
            set.nvrtc().resolveSibling(""), "libnvrtc-builtins.so." + set.major() + ".*");
    List<Path> loaded = new ArrayList<>();
    for (Path each : found) {
      Path file = set.nvrtc().resolveSibling(String.valueOf(each.getFileName()));
      String fault = ElfHeader.fault(file);
      if (fault != null) {
        throw new IOException(file + " " + fault);
      }
      open(file);
      loaded.add(file);
    }
    return loaded;
  }

  /** The driver's symbols, for what JCuda does not bind. */
  SymbolLookup driver() {
    return driver.symbols();
  }

  /** cuBLASLt's symbols; null on Windows, where nothing of it is called. */
  @Nullable SymbolLookup cublasLt() {
    return cublasLt;
  }

  /** The major version of cuBLAS and NVRTC. */
  int major() {
    return major;
  }

  /** Each library's name and where it was loaded from. */
  Map<String, String> paths() {
    return paths;
  }

  @SuppressWarnings("restricted") // the libraries that this whole package is about
  static SymbolLookup open(Path file) throws IOException {
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " cannot be loaded; `ldd " + file + "` names what it lacks", e);
    }
  }

  /**
   * What the dynamic linker finds under that name.
   *
   * @throws IllegalArgumentException if it finds nothing
   */
  @SuppressWarnings("restricted")
  static SymbolLookup byName(String name) {
    return SymbolLookup.libraryLookup(name, Arena.global());
  }
}
