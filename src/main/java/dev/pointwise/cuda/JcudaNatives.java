package dev.pointwise.cuda;

import dev.pointwise.io.PrivateDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.nvrtc.JNvrtc;

/**
 * Loads JCuda's own native libraries. JCuda writes them to {@code java.io.tmpdir} under predictable
 * names and loads whatever lies there already; so they are put into a directory that nobody else
 * can write to, and JCuda is pointed there while its classes initialise.
 *
 * <p>They ask for the libraries of CUDA 12. Where CUDA 13 is what there is, their dynamic sections
 * are rewritten to ask for that; the functions that are called have the same ABI in both.
 */
final class JcudaNatives {
  /** A native library, what it needs besides the driver, and the file that may be rewritten. */
  enum Native {
    JCUDA_DRIVER("JCudaDriver", "", ""),
    JNVRTC(
        "JNvrtc",
        "libnvrtc.so.",
        "1c5a7926684e5af45f6e1280bab41d50735500db2a61cd59f58ab3520e93960c"),
    JCUBLAS2(
        "JCublas2",
        "libcublas.so.",
        "990b2129e540a7f93d0776799d48659dc85e4f7f5bfb6473d0c8369ef8126c32");

    final String name;
    final String needed;
    final String sha256;

    Native(String name, String needed, String sha256) {
      this.name = name;
      this.needed = needed;
      this.sha256 = sha256;
    }

    String file() {
      return LibUtils.createLibraryFileName(
          LibUtils.createPlatformLibraryName(name + "-" + JCudaVersion.get()));
    }

    /** Initialises the class that loads it. Statuses are returned and checked, not thrown. */
    void initialise() {
      switch (this) {
        case JCUDA_DRIVER -> JCudaDriver.setExceptionsEnabled(false);
        case JNVRTC -> JNvrtc.setExceptionsEnabled(false);
        case JCUBLAS2 -> JCublas2.setExceptionsEnabled(false);
      }
    }
  }

  private JcudaNatives() {}

  /**
   * Loads them; the libraries that they need must be in the process already.
   *
   * @param major the major version of those libraries
   * @return each native's name and the file that was loaded
   * @throws IOException if they cannot be written or loaded
   */
  static Map<String, String> load(int major) throws IOException {
    return load(major, EnumSet.allOf(Native.class));
  }

  /** Loads some of them: all but the driver's do without an NVIDIA driver. */
  static synchronized Map<String, String> load(int major, Set<Native> natives) throws IOException {
    String version = JCudaVersion.get() + (major == 12 ? "" : "-cuda" + major);
    PrivateDirectory directory = PrivateDirectory.open("natives-" + version);
    Map<String, String> loaded = new LinkedHashMap<>();
    for (Native each : natives) {
      refuseShadow(each.file());
      Path file = directory.store(each.file(), image(each, major));
      boolean rewritten = major != 12 && !each.needed.isEmpty();
      loaded.put(each.name, file + (rewritten ? " (rewritten for CUDA " + major + ")" : ""));
    }
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", directory.path().toString());
    try {
      natives.forEach(Native::initialise);
    } catch (LinkageError e) {
      throw new IOException(
          "JCuda's natives cannot be loaded from "
              + directory.path()
              + ": "
              + why(directory, natives),
          e);
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
    return loaded;
  }

  /** JCuda asks Java's library path first, and whatever has the name there is loaded unseen. */
  private static void refuseShadow(String file) throws IOException {
    for (Path directory : LibrarySearch.split(System.getProperty("java.library.path", ""))) {
      if (Files.exists(directory.resolve(file))) {
        throw new IOException(
            directory.resolve(file)
                + " would be loaded in the place of Pointwise's own: remove it, or take its"
                + " directory off LD_LIBRARY_PATH and java.library.path");
      }
    }
  }

  /** The dynamic linker's own words, which JCuda's error buries, and what to do about them. */
  @SuppressWarnings("restricted") // the very files that JCuda loads
  private static String why(PrivateDirectory directory, Set<Native> natives) {
    try {
      for (Native each : natives) {
        System.load(directory.path().resolve(each.file()).toString());
      }
      return "see the cause";
    } catch (LinkageError e) {
      return advice(String.valueOf(e.getMessage()));
    }
  }

  static String advice(String linkError) {
    return linkError.contains("failed to map segment")
        ? "the directory is mounted noexec; set POINTWISE_CACHE to one that is not"
        : linkError;
  }

  private static byte[] image(Native each, int major) throws IOException {
    byte[] image = original(each);
    return major == 12 || each.needed.isEmpty()
        ? image
        : rewritten(image, each.file(), each.sha256, each.needed + 12, each.needed + major);
  }

  /** A native as JCuda's jar has it. */
  static byte[] original(Native each) throws IOException {
    String name = "/lib/" + each.file();
    try (InputStream in = LibUtils.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(
            name + " is not on the class path: JCuda has no natives for this platform");
      }
      return in.readAllBytes();
    }
  }

  /**
   * The image with one needed library renamed.
   *
   * @throws IOException if it is not the file that this was tried on
   */
  static byte[] rewritten(byte[] image, String name, String sha256, String from, String to)
      throws IOException {
    String found = sha256(image);
    if (!found.equals(sha256)) {
      throw new IOException(
          name
              + " cannot be used with "
              + to
              + ": its SHA-256 is "
              + found
              + ", expected "
              + sha256
              + "; install "
              + from
              + " instead");
    }
    return new ElfImage(image).renameNeeded(from, to);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
