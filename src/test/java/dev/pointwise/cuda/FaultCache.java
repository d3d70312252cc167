package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tuning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What scenarios find on disk when they open a backend: kernels, and plans that tuning kept. */
final class FaultCache implements AutoCloseable {
  private final Path directory;
  private Path outdatedFile = Path.of("");
  private String outdated = "";
  private final String before = System.getProperty("pointwise.cache", "");

  /** The cache of this process from now on, until this is closed. */
  FaultCache(Path directory) {
    this.directory = directory;
    System.setProperty("pointwise.cache", directory.toString());
  }

  /** A backend that tunes and has not tuned anything before. */
  Backend untuned() {
    files("tuned").forEach(FaultCache::delete);
    return CudaBackend.open(0, Tuning.ON);
  }

  /** A backend that does not tune, and finds plans that the library no longer accepts. */
  Backend outdated(Consumer<Backend> work) {
    try {
      if (outdated.isEmpty()) {
        try (Backend tuning = untuned()) {
          work.accept(tuning);
        }
        outdated =
            Files.readString(kept())
                .replaceAll("\"id\": \"[^\"]*\"", "\"id\": \"lt:" + "5a".repeat(64) + "\"");
        outdatedFile = kept();
      }
      Files.writeString(outdatedFile, outdated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return CudaBackend.open();
  }

  /** A backend that has to compile its kernels. */
  Backend cold() {
    files("kernels").forEach(FaultCache::delete);
    return CudaBackend.open();
  }

  private Path kept() {
    return files("tuned").stream()
        .filter(file -> file.toString().endsWith(".json"))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> files(String name) {
    Path folder = directory.resolve(name);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    System.setProperty("pointwise.cache", before);
  }
}
