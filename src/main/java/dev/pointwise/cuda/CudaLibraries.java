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
    paths.putAll(open(set));
    cublasLt = open(set.cublasLt());
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
    for (Path file : files) {
      String fault = ElfHeader.fault(file);
      if (fault != null) {
        throw new IOException(file + " " + fault);
      }
    }
    return files;
  }

  /**
   * Loads what a search found.
   *
   * @throws IOException if one is missing or cannot be loaded; the message says what to install
   */
  static CudaLibraries load(DriverLibrary driver, LibrarySearch search) throws IOException {
    return new CudaLibraries(driver, search);
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
