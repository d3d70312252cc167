package dev.pointwise.cuda;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The dynamic linker's cache, and lists of directories. */
public final class LinkerCacheFuzz {
  private LinkerCacheFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    for (Path directory : LinkerCache.directories(text, "libcublas.so.")) {
      absolute(directory);
    }
    LibrarySearch.split(text).forEach(LinkerCacheFuzz::absolute);
    LibrarySearch.newestFirst(text, "cuda-12.6");
  }

  private static void absolute(Path path) {
    if (!path.isAbsolute()) {
      throw new AssertionError(path + " is not absolute");
    }
  }
}
