package dev.pointwise.io;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files that appear whole or not at all: written under a temporary name in the same directory, then
 * moved over the old file, if any, in one step. What is there and no regular file, such as a pipe,
 * and {@code /dev/stdout}, whatever that is, are written to directly instead.
 */
public final class AtomicFile {
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

  /** Names of standard output, to be written to where it is, even if it is a regular file. */
  private static final Set<String> STDOUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::removeUnfinished));
  }

  private AtomicFile() {}

  /** What writes the contents. */
  public interface Body {
    /** Writes all of the contents; need not flush or close. */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Checks, before any work is done for it, that a file could be written there.
   *
   * @param option how the message names the file
   * @throws IllegalArgumentException if the directory is missing or closed to writing, or the file
   *     is a directory
   */
  public static void check(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(option + " is " + file + ", a directory, expected a file");
    }
    Path directory = directory(file);
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          option + " is " + file + ", expected a file in an existing directory");
    }
    if (!special(file) && !Files.isWritable(directory)) {
      throw new IllegalArgumentException(
          option + " is " + file + ", expected a file in a directory that can be written");
    }
  }

  /**
   * Writes a file.
   *
   * @throws IOException if it cannot be written; a file that was there before is untouched then,
   *     and nothing else is left behind
   */
  public static void write(Path file, Body body) throws IOException {
    if (isStandardOutput(file)) {
      OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
      body.write(out);
      out.flush();
      return;
    }
    if (special(file)) {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        body.write(out);
      }
      return;
    }
    Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
    Path temporary =
        directory(target).resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    UNFINISHED.add(temporary);
    try {
      synced(temporary, body);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable failure) {
      remove(temporary, failure);
      throw failure;
    } finally {
      UNFINISHED.remove(temporary);
    }
  }

  /** Removes what a write that the end of the process cuts off would leave behind. */
  private static void removeUnfinished() {
    for (Path temporary : UNFINISHED) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        System.getLogger(AtomicFile.class.getName())
            .log(System.Logger.Level.WARNING, "left behind: " + temporary, e);
      }
    }
  }

  /** How many files are being written. */
  static int unfinished() {
    return UNFINISHED.size();
  }

  private static void synced(Path temporary, Body body) throws IOException {
    try (FileOutputStream file = new FileOutputStream(temporary.toFile());
        OutputStream out = new BufferedOutputStream(file)) {
      body.write(out);
      out.flush();
      file.getFD().sync();
    }
  }

  private static void remove(Path temporary, Throwable failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Whether that is the name of this process's standard output. */
  public static boolean isStandardOutput(Path file) {
    return STDOUT.contains(file.toString());
  }

  private static boolean special(Path file) {
    return isStandardOutput(file)
        || (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file));
  }

  private static Path directory(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
