package dev.pointwise.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of this process, for the bytes of one input after the other. */
public final class Scratch {
  private final Path file;

  /** A file whose name ends so. */
  public Scratch(String suffix) {
    try {
      file = Files.createTempFile("pointwise-fuzz", suffix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file.toFile().deleteOnExit();
  }

  /** The file, holding these bytes and nothing else. */
  public Path holding(byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
