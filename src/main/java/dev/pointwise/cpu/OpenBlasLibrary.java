package dev.pointwise.cpu;

import dev.pointwise.backend.BackendUnavailableException;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The OpenBLAS that the class path carries, brought into the process without its JNI wrapper.
 *
 * @param file the library, as extracted to JavaCPP's cache
 * @param symbols its functions
 */
record OpenBlasLibrary(Path file, SymbolLookup symbols) {
  /** For each platform the files to extract, each behind those it needs. */
  private static final Map<String, List<String>> FILES =
      Map.of(
          "linux-x86_64",
          List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0"),
          "windows-x86_64",
          List.of("libopenblas.dll"));

  /** The one attempt of this process. */
  private static final class Attempt {
    static final @Nullable OpenBlasLibrary LIBRARY;
    static final @Nullable Exception FAILURE;

    static {
      OpenBlasLibrary library = null;
      Exception failure = null;
      try {
        library = loadUninterrupted(Loader.getPlatform());
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
      LIBRARY = library;
      FAILURE = failure;
    }
  }

  /** Why the library cannot be used in this process, or null if it can. Loads it. */
  static @Nullable String unavailableReason() {
    return Attempt.FAILURE == null ? null : Attempt.FAILURE.getMessage();
  }

  /**
   * The library of this process.
   *
   * @throws BackendUnavailableException if it cannot be used
   */
  static OpenBlasLibrary get() {
    if (Attempt.LIBRARY == null) {
      throw new BackendUnavailableException(
          String.valueOf(unavailableReason()), Objects.requireNonNull(Attempt.FAILURE));
    }
    return Attempt.LIBRARY;
  }

  /** Loads on a thread that nobody interrupts: JavaCPP locks a file, which an interrupt ends. */
  private static OpenBlasLibrary loadUninterrupted(String platform) throws IOException {
    FutureTask<OpenBlasLibrary> loading = new FutureTask<>(() -> load(platform));
    Thread.ofPlatform().daemon().name("pointwise-load").start(loading);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return loading.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Extracts and loads the library of that platform.
   *
   * @throws IOException if the class path has none, or it cannot be loaded; the message says what
   *     would help
   */
  static OpenBlasLibrary load(String platform) throws IOException {
    String directory = "/org/bytedeco/openblas/" + platform + "/";
    List<String> names = FILES.getOrDefault(platform, List.of());
    if (names.isEmpty() || Loader.class.getResource(directory + names.getLast()) == null) {
      throw new IOException(
          "OpenBLAS has no natives for "
              + platform
              + " on the class path: add org.bytedeco:openblas with that classifier"
              + (names.isEmpty() ? " (supported: " + String.join(", ", platforms()) + ")" : ""));
    }
    File library = extract(directory + names.getFirst());
    for (String name : names) {
      library = extract(directory + name);
    }
    return open(library.toPath());
  }

  private static File extract(String resource) throws IOException {
    File file = Loader.cacheResource(OpenBlasLibrary.class, resource);
    if (file == null) {
      throw new IOException("OpenBLAS cannot be extracted: " + resource + " is missing");
    }
    return file;
  }

  private static List<String> platforms() {
    return FILES.keySet().stream().sorted().toList();
  }

  @SuppressWarnings("restricted") // the library that this package is about
  private static OpenBlasLibrary open(Path file) throws IOException {
    try {
      return new OpenBlasLibrary(file, SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new IOException("OpenBLAS cannot be loaded from " + file + ": " + e.getMessage(), e);
    }
  }
}
