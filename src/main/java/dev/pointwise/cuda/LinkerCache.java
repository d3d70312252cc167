package dev.pointwise.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The directories that the dynamic linker knows besides its search path: {@code ld.so.cache}. */
final class LinkerCache {
  private static final int LONGEST_PATH = 4096;

  private LinkerCache() {}

  /** Where it knows a library whose name starts so; nowhere if {@code root} has no cache. */
  static List<Path> directories(Path root, String prefix) {
    try {
      Path cache = root.resolve("etc/ld.so.cache");
      return directories(Files.readString(cache, StandardCharsets.ISO_8859_1), prefix);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The file is a table of offsets and then the paths, each ended by a NUL. */
  static List<Path> directories(String cache, String prefix) {
    return Arrays.stream(cache.split("\0", -1))
        .filter(text -> text.length() <= LONGEST_PATH)
        .flatMap(text -> directory(text, prefix))
        .distinct()
        .toList();
  }

  private static Stream<Path> directory(String text, String prefix) {
    int root = text.indexOf('/');
    int slash = text.lastIndexOf('/');
    return root < slash && text.startsWith(prefix, slash + 1)
        ? LibrarySearch.absolute(text.substring(root, slash))
        : Stream.empty();
  }
}
