package dev.pointwise.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The stand-in's libraries as files to copy and to damage. */
public final class StandInLibraries {
  /** The directory of the stand-in that this test runs on. */
  public static final Path DIRECTORY = Path.of(System.getProperty("pointwise.cuda.path", ""));

  /** The CUDA that it is dressed as. */
  public static final int MAJOR = Files.exists(DIRECTORY.resolve("libcublas.so.13")) ? 13 : 12;

  private StandInLibraries() {}

  /** The names of cuBLAS, cuBLASLt and NVRTC. */
  public static String[] names() {
    return names(MAJOR);
  }

  /** Those names in another dress. */
  public static String[] names(int major) {
    return new String[] {
      "libcublas.so." + major, "libcublasLt.so." + major, "libnvrtc.so." + major
    };
  }

  /** Copies everything, the driver included. */
  public static Path copyAll(Path to) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY, "lib*")) {
      for (Path file : files) {
        Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
      }
    }
    return to;
  }

  /** Copies libraries under names of any dress: what a search looks at is the same in all. */
  public static Path copy(Path to, String... names) throws IOException {
    Files.createDirectories(to);
    for (String name : names) {
      String original = name.replaceAll("(?<=so\\.)1[23]$", String.valueOf(MAJOR));
      Files.copy(DIRECTORY.resolve(original), to.resolve(name));
    }
    return to;
  }

  /** Leaves a library its headers, and little of what they promise. */
  public static void truncate(Path file) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));
  }

  /** Makes a library claim to be 32-bit. */
  public static void narrow(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[4] = 1;
    Files.write(file, bytes);
  }
}
