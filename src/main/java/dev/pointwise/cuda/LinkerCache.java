package dev.pointwise.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The directories that the dynamic linker knows besides its search path: {@code ld.so.cache}. */
final class LinkerCache {
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
    return Pattern.compile("(/[^\0]*)/" + Pattern.quote(prefix) + "[^/\0]*\0")
        .matcher(cache)
        .results()
        .map(match -> Path.of(Objects.requireNonNull(match.group(1))))
        .distinct()
        .toList();
  }
}
