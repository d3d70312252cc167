package dev.pointwise.cuda;

import dev.pointwise.io.PrivateDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The compiled kernels for one architecture, kept on disk between processes. A cache file is the
 * SHA-256 of the image and then the image, so a damaged one is compiled again.
 */
final class KernelImage {
  private static final System.Logger LOG = System.getLogger(KernelImage.class.getName());
  private static final String SOURCE = "kernels.cu";
  private static final int DIGEST_BYTES = 32;

  private KernelImage() {}

  /** The image for a device of that compute capability, ten times major plus minor. */
  static byte[] get(int capability) {
    String source = source();
    int[] version = Nvrtc.version();
    String architecture = Nvrtc.architecture(capability);
    String key =
        HexFormat.of()
            .formatHex(
                digest(
                    (source + '\0' + architecture + '\0' + version[0] + '.' + version[1])
                        .getBytes(StandardCharsets.UTF_8)));
    PrivateDirectory directory = null;
    try {
      directory = PrivateDirectory.open("kernels");
      byte[] cached = verified(directory.read(key));
      if (cached != null) {
        return cached;
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "kernels are compiled anew: {0}", e.getMessage());
    }
    byte[] image = Nvrtc.compile(source, SOURCE, architecture);
    if (directory != null) {
      store(directory, key, image);
    }
    return image;
  }

  private static void store(PrivateDirectory directory, String key, byte[] image) {
    byte[] file = Arrays.copyOf(digest(image), DIGEST_BYTES + image.length);
    System.arraycopy(image, 0, file, DIGEST_BYTES, image.length);
    try {
      directory.store(key, file);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "compiled kernels are not kept: {0}", e.getMessage());
    }
  }

  private static byte @Nullable [] verified(byte @Nullable [] file) {
    if (file == null || file.length < DIGEST_BYTES) {
      return null;
    }
    byte[] image = Arrays.copyOfRange(file, DIGEST_BYTES, file.length);
    boolean intact = Arrays.equals(digest(image), Arrays.copyOf(file, DIGEST_BYTES));
    return intact ? image : null;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String source() {
    try (InputStream in = KernelImage.class.getResourceAsStream("/dev/pointwise/cuda/" + SOURCE)) {
      if (in == null) {
        throw new FileNotFoundException(SOURCE + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
