package dev.pointwise.cpu;

import dev.pointwise.spec.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in which the system tells one thing. */
final class SystemFile {
  private SystemFile() {}

  /** What it says; empty if it is not there or does not say. */
  static String text(Path file) {
    try {
      return Files.isReadable(file) ? Printable.plain(Files.readString(file).strip()) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
