package dev.pointwise.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that anybody may have written. They are read, never mapped, and only as far as is said
 * beforehand. What is no regular file is not opened, since that may last forever: only pipes that
 * this process was given, such as standard input, are read like files.
 */
public final class InputFile {
  private static final Pattern OWN = Pattern.compile("/dev/stdin|/(dev|proc/self)/fd/[0-9]+");

  private InputFile() {}

  /** What forbids to read a file, as the end of "found"; null if nothing is known to. */
  public static @Nullable String fault(Path file) {
    if (!Files.exists(file)) {
      return Files.isSymbolicLink(file) ? "a link that leads nowhere" : "no such file";
    } else if (Files.isDirectory(file)) {
      return "a directory";
    } else if (!Files.isRegularFile(file) && !ownPipe(file)) {
      return "no regular file";
    }
    return Files.isReadable(file) ? null : "a file that may not be read";
  }

  /** Not so for devices under these names, of which some have no end. */
  private static boolean ownPipe(Path file) {
    return OWN.matcher(file.toString()).matches();
  }

  /**
   * All bytes of a file.
   *
   * @param expected what it should be, for the message
   * @param most more bytes than this are refused before they are read
   * @throws InputFileException if it is missing, unreadable, no regular file or too long
   */
  public static byte[] read(Path file, String expected, int most) throws InputFileException {
    String fault = fault(file);
    if (fault != null) {
      throw new InputFileException(file, fault, expected);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = Files.size(file) > most ? new byte[0] : in.readNBytes(most);
      if (in.read() >= 0) {
        throw new InputFileException(file, "more than " + most + " bytes", expected);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new InputFileException(file, "no such file", expected, e);
    } catch (AccessDeniedException e) {
      throw new InputFileException(file, "a file that may not be read", expected, e);
    } catch (InputFileException e) {
      throw e;
    } catch (IOException e) {
      throw new InputFileException(file, "it unreadable (" + e + ")", expected, e);
    }
  }
}
