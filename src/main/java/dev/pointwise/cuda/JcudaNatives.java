package dev.pointwise.cuda;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.nvrtc.JNvrtc;

/**
 * Loads JCuda's own native libraries. JCuda writes them to {@code java.io.tmpdir} under predictable
 * names and loads whatever lies there already; so they are put into a directory that nobody else
 * can write to, and JCuda is pointed there while its classes initialise.
 */
final class JcudaNatives {
  private static final List<String> NAMES = List.of("JCudaDriver", "JNvrtc", "JCublas2");

  private JcudaNatives() {}

  /**
   * Loads them; the libraries that they need must be in the process already.
   *
   * @throws IOException if they cannot be written
   * @throws LinkageError if they cannot be loaded
   */
  static synchronized void load() throws IOException {
    PrivateDirectory directory = PrivateDirectory.open("natives-" + JCudaVersion.get());
    for (String name : NAMES) {
      String file =
          LibUtils.createLibraryFileName(
              LibUtils.createPlatformLibraryName(name + "-" + JCudaVersion.get()));
      directory.store(file, resource("/lib/" + file));
    }
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", directory.path().toString());
    try {
      JCudaDriver.setExceptionsEnabled(false);
      JNvrtc.setExceptionsEnabled(false);
      JCublas2.setExceptionsEnabled(false);
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = LibUtils.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(
            name + " is not on the class path: JCuda has no natives for this platform");
      }
      return in.readAllBytes();
    }
  }
}
