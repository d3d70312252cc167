package dev.pointwise.cli;

import dev.pointwise.io.InputFile;
import dev.pointwise.io.InputFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files of arguments, {@code @FILE}: Picocli reads them, however long they are. */
final class ArgumentFiles {
  private static final int MOST_BYTES = 1 << 16;

  private ArgumentFiles() {}

  /**
   * Checks those that are named and those that they name.
   *
   * @throws InputFileException if one is no regular file, or too long
   */
  static void check(String... args) throws InputFileException {
    Deque<String> words = new ArrayDeque<>(List.of(args));
    Set<Path> seen = new HashSet<>();
    while (!words.isEmpty()) {
      String word = words.pop();
      if (word.length() > 1 && word.startsWith("@") && word.charAt(1) != '@') {
        Path file = path(word.substring(1));
        if (file != null && Files.exists(file) && seen.add(file)) {
          byte[] bytes = InputFile.read(file, "a file of arguments", MOST_BYTES);
          String text = new String(bytes, StandardCharsets.ISO_8859_1);
          words.addAll(Arrays.asList(text.split("[\\s\"']+", -1)));
        }
      }
    }
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null; // no file has such a name
    }
  }
}
