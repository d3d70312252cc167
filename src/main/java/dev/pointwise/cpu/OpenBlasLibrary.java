package dev.pointwise.cpu;

import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.io.PrivateDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The OpenBLAS that the class path carries, brought into the process without its JNI wrapper.
 *
 * @param file the library, in the user's private directory
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

  /** Names the directory: processes with different ones do not replace each other's. */
  private static final String VERSION = "0.3.31-1.5.13";

  /** The one attempt of this process. */
  private static final class Attempt {
    static final @Nullable OpenBlasLibrary LIBRARY;
    static final @Nullable Exception FAILURE;

    static {
      OpenBlasLibrary library = null;
      Exception failure = null;
      try {
        library = loadUninterrupted(platform());
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

  /** Loads on a thread that nobody interrupts: an interrupt closes the files that it reads. */
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
    String resources = "/org/bytedeco/openblas/" + platform + "/";
    List<String> names = FILES.getOrDefault(platform, List.of());
    if (names.isEmpty() || OpenBlasLibrary.class.getResource(resources + names.getLast()) == null) {
      throw new IOException(
          "OpenBLAS has no natives for "
              + platform
              + " on the class path: add org.bytedeco:openblas with that classifier"
              + (names.isEmpty() ? " (supported: " + String.join(", ", platforms()) + ")" : ""));
    }
    PrivateDirectory directory = PrivateDirectory.open("openblas-" + VERSION);
    Path library = directory.path();
    for (String name : names) {
      library = directory.store(name, () -> resource(resources + name));
    }
    // What OpenBLAS needs is in the process before it, so that nobody else's is looked for.
    for (String name : names.subList(0, names.size() - 1)) {
      open(directory.path().resolve(name));
    }
    return open(library);
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = OpenBlasLibrary.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(name + " is not on the class path");
    }
    return in;
  }

  /** This platform, as the class path's natives are called. */
  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "");
    return (os.startsWith("windows") ? "windows" : os)
        + "-"
        + (processor.equals("amd64") ? "x86_64" : processor);
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
