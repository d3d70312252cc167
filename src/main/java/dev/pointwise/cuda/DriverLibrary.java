package dev.pointwise.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The driver's library in this process: from the directories that the user named if it lies there,
 * else wherever the dynamic linker finds it.
 *
 * @param symbols its functions, for what JCuda does not bind
 * @param path where it was loaded from
 */
record DriverLibrary(SymbolLookup symbols, String path) {
  static final String NAME = CudaLibraries.WINDOWS ? "nvcuda.dll" : "libcuda.so.1";

  /**
   * Loads it.
   *
   * @throws IOException if it is missing or damaged; the message says what to install
   */
  static DriverLibrary open(String explicit) throws IOException {
    Path named = first(LibrarySearch.split(explicit), NAME);
    if (named != null) {
      String fault = CudaLibraries.WINDOWS ? null : ElfHeader.fault(named);
      if (fault != null) {
        throw new IOException(named + " " + fault);
      }
      return new DriverLibrary(CudaLibraries.open(named), named.toString());
    }
    Path truncated = truncated(NAME);
    if (truncated != null) {
      throw new IOException(
          truncated
              + " "
              + ElfHeader.TRUNCATED
              + ": reinstall the NVIDIA driver, or remove the file");
    }
    try {
      return new DriverLibrary(CudaLibraries.byName(NAME), "found by the dynamic linker");
    } catch (IllegalArgumentException e) {
      throw new IOException(
          NAME
              + " was not found: install the NVIDIA driver (in a container: run it with --gpus all)",
          e);
    }
  }

  /**
   * The file that the dynamic linker takes for a library of the driver, if it is truncated: it
   * would be mapped all the same, and touching it kills the process.
   */
  static @Nullable Path truncated(String name) {
    if (CudaLibraries.WINDOWS) {
      return null;
    }
    List<Path> directories =
        new ArrayList<>(LibrarySearch.split(System.getenv().getOrDefault("LD_LIBRARY_PATH", "")));
    directories.addAll(LinkerCache.directories(Path.of("/"), name));
    Path file = first(directories, name);
    return file != null && ElfHeader.TRUNCATED.equals(ElfHeader.fault(file)) ? file : null;
  }

  private static @Nullable Path first(List<Path> directories, String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElse(null);
  }

  /**
   * The newest CUDA that it supports, a thousand times major plus ten times minor; 0 if unknown.
   */
  @SuppressWarnings("restricted") // the signature is CUDA's own
  int version() {
    MemorySegment function = symbols.find("cuDriverGetVersion").orElse(null);
    if (function == null) {
      return 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment version = arena.allocate(ValueLayout.JAVA_INT);
      int status =
          (int)
              Linker.nativeLinker()
                  .downcallHandle(
                      function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                  .invokeExact(version);
      return status == 0 ? version.get(ValueLayout.JAVA_INT, 0) : 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
