package dev.pointwise.cuda;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file can be a shared library of this platform: the dynamic linker maps what the headers
 * promise, and a process that touches what a truncated file lacks dies.
 */
final class ElfHeader {
  /** The fault of a file that lacks its end. */
  static final String TRUNCATED = "is truncated";

  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int X86_64 = 62;

  private ElfHeader() {}

  /** What is wrong with the file, or null if nothing is. */
  static @Nullable String fault(Path file) {
    if (!Files.isRegularFile(file)) {
      return "is no file";
    }
    // Not a channel: those close themselves in a thread that is interrupted.
    try (RandomAccessFile contents = new RandomAccessFile(file.toFile(), "r")) {
      ByteBuffer header = read(contents, 0, HEADER);
      if (header.limit() < HEADER || header.getInt(0) != 0x464c457f) {
        return "is no shared library";
      }
      if (header.get(4) != 2) {
        return "is a 32-bit library";
      }
      int machine = Short.toUnsignedInt(header.getShort(0x12));
      if (machine != X86_64) {
        return "is for another processor (ELF machine " + machine + ")";
      }
      return promised(contents, header) > contents.length() ? TRUNCATED : null;
    } catch (IOException e) {
      return "cannot be read (" + e.getMessage() + ")";
    }
  }

  /** The length that the file must have for every segment to be there. */
  private static long promised(RandomAccessFile contents, ByteBuffer header) throws IOException {
    long programs = header.getLong(0x20);
    int count = Short.toUnsignedInt(header.getShort(0x38));
    ByteBuffer table = read(contents, programs, count * PROGRAM_HEADER);
    if (table.limit() < count * PROGRAM_HEADER) {
      return Long.MAX_VALUE;
    }
    long end = 0;
    for (int i = 0; i < count; i++) {
      long offset = table.getLong(i * PROGRAM_HEADER + 0x08);
      long length = table.getLong(i * PROGRAM_HEADER + 0x20);
      if (offset < 0 || length < 0 || offset + length < 0) {
        return Long.MAX_VALUE;
      }
      end = Math.max(end, offset + length);
    }
    return end;
  }

  private static ByteBuffer read(RandomAccessFile contents, long position, int bytes)
      throws IOException {
    byte[] found = new byte[bytes];
    int count = 0;
    if (position >= 0) {
      contents.seek(position);
      int more = contents.read(found);
      while (more > 0) {
        count += more;
        more = contents.read(found, count, bytes - count);
      }
    }
    return ByteBuffer.wrap(found, 0, count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
