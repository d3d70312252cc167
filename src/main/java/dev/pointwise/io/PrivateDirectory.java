package dev.pointwise.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory that the user alone can write to, for what this program or a later one loads or
 * trusts. Files appear in it whole or not at all.
 */
public final class PrivateDirectory {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static final int CHUNK = 1 << 16;

  private final Path path;

  /** What a file is to hold; opened more than once, and the same each time. */
  public interface Contents {
    /** The first of its bytes on. */
    InputStream open() throws IOException;
  }

  private PrivateDirectory(Path path) {
    this.path = path;
  }

  /**
   * The directory of that name below the cache: {@code -Dpointwise.cache}, else {@code
   * $POINTWISE_CACHE}, else {@code $XDG_CACHE_HOME/pointwise}, else {@code ~/.cache/pointwise}.
   *
   * @throws IOException if it cannot be made, or somebody else could write to it
   */
  public static PrivateDirectory open(String name) throws IOException {
    Path root = root();
    Path path = root.resolve(name);
    try {
      for (Path each : new Path[] {root, path}) {
        create(each);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw unusable(path, e);
    }
    return new PrivateDirectory(path);
  }

  private static Path root() {
    String property = System.getProperty("pointwise.cache", "");
    String variable = environment("POINTWISE_CACHE");
    String xdg = environment("XDG_CACHE_HOME");
    if (!property.isEmpty()) {
      return Path.of(property).toAbsolutePath();
    } else if (!variable.isEmpty()) {
      return Path.of(variable).toAbsolutePath();
    } else if (!xdg.isEmpty()) {
      return Path.of(xdg, "pointwise").toAbsolutePath();
    }
    return Path.of(System.getProperty("user.home", "."), ".cache", "pointwise").toAbsolutePath();
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  private static void create(Path path) throws IOException {
    if (!POSIX) {
      Files.createDirectories(path);
      return;
    }
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    try {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      if (Files.isSymbolicLink(path)) {
        throw new IOException(path + " is a symbolic link", e);
      }
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(path + " is no directory", e);
      }
    }
    if (writableByOthers(path)) {
      throw new IOException(path + " can be written by others");
    }
    Path probe = Files.createTempFile(path, ".owner", "");
    try {
      if (!Files.getOwner(path).equals(Files.getOwner(probe))) {
        throw new IOException(path + " belongs to " + Files.getOwner(path));
      }
    } finally {
      Files.delete(probe);
    }
  }

  private static IOException unusable(Path path, Exception e) {
    return new IOException(
        "cache directory "
            + path
            + " is unusable ("
            + reason(e)
            + "): set POINTWISE_CACHE to a directory of your own",
        e);
  }

  private static String reason(Exception e) {
    if (e instanceof FileSystemException failure) {
      String why = failure.getReason();
      String kind = e.getClass().getSimpleName().replace("Exception", "");
      String other = failure.getOtherFile();
      return (other == null ? failure.getFile() : other) + ": " + (why == null ? kind : why);
    }
    return String.valueOf(e.getMessage());
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * The same of a small file.
   *
   * @param most more bytes than this are refused before they are read
   * @throws IOException if it cannot be read, or has more bytes
   */
  public byte @Nullable [] read(String name, int most) throws IOException {
    Path file = path.resolve(name);
    if (Files.exists(file) && Files.size(file) > most) {
      throw new IOException(file + " has " + Files.size(file) + " bytes, expected at most " + most);
    }
    return read(name);
  }

  /**
   * The contents of a file that is no link, belongs to the directory's owner and is writable by
   * nobody else; null if there is none.
   */
  public byte @Nullable [] read(String name) throws IOException {
    Path file = path.resolve(name);
    try {
      return own(file) ? Files.readAllBytes(file) : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private boolean own(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return !POSIX
        || (!writableByOthers(file)
            && Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path)));
  }

  private static boolean writableByOthers(Path path) throws IOException {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /**
   * Makes {@code name} hold {@code contents}; what is there already and equal is left alone.
   *
   * @throws IOException if it cannot be written; the message names the setting that helps
   */
  public Path store(String name, byte[] contents) throws IOException {
    return store(name, () -> new ByteArrayInputStream(contents));
  }

  /**
   * The same of contents that need not fit into memory.
   *
   * @throws IOException if they cannot be read or written
   */
  public Path store(String name, Contents contents) throws IOException {
    Path file = path.resolve(name);
    try {
      if (!holds(file, contents)) {
        replace(file, contents);
        if (!holds(file, contents)) {
          throw new IOException(file + " does not hold what was written to it");
        }
      }
    } catch (IOException e) {
      throw unusable(path, e);
    }
    return file;
  }

  private boolean holds(Path file, Contents contents) throws IOException {
    if (!own(file)) {
      return false;
    }
    byte[] is = new byte[CHUNK];
    byte[] wanted = new byte[CHUNK];
    try (InputStream left = Files.newInputStream(file);
        InputStream right = contents.open()) {
      int read;
      do {
        read = left.readNBytes(is, 0, CHUNK);
        int other = right.readNBytes(wanted, 0, CHUNK);
        if (!Arrays.equals(is, 0, read, wanted, 0, other)) {
          return false;
        }
      } while (read > 0);
      return true;
    }
  }

  private void replace(Path file, Contents contents) throws IOException {
    Path fresh = Files.createTempFile(path, String.valueOf(file.getFileName()), ".tmp");
    try {
      try (InputStream in = contents.open();
          OutputStream out = Files.newOutputStream(fresh)) {
        in.transferTo(out);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
