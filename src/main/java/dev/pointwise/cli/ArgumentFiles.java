package dev.pointwise.cli;

import dev.pointwise.io.InputFile;
import dev.pointwise.io.InputFileException;
import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
          words.addAll(words(new String(bytes, Charset.defaultCharset())));
        }
      }
    }
  }

  /** The words of a file by Picocli's rules: what it opens has to be among them. */
  private static List<String> words(String text) {
    StreamTokenizer tokens = new StreamTokenizer(new StringReader(text));
    tokens.resetSyntax();
    tokens.wordChars(' ' + 1, 255);
    tokens.whitespaceChars(0, ' ');
    tokens.quoteChar('"');
    tokens.quoteChar('\'');
    tokens.commentChar('#');
    List<String> words = new ArrayList<>();
    try {
      while (tokens.nextToken() != StreamTokenizer.TT_EOF) {
        words.add(tokens.sval);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not thrown by a string
    }
    return words;
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null; // no file has such a name
    }
  }
}
