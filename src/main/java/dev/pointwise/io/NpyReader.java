package dev.pointwise.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads {@code .npy} files, versions 1.0 to 3.0, of {@code <f4}, {@code <f2} or {@code <f8} in C
 * order; the wider type is rounded to binary32, and refused where that leaves no finite number of
 * one. Every size is checked against the file's length before anything is allocated for it, and
 * nothing is mapped.
 */
public final class NpyReader {
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long size;

  private NpyReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
  }

  /**
   * Reads the array in {@code file}.
   *
   * @throws InputFileException if the file is missing, unreadable or malformed
   */
  public static NpyArray read(Path file) throws InputFileException {
    if (Files.isDirectory(file)) {
      throw new InputFileException(file, "a directory", "a .npy file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputFileException(file, "no regular file", "a .npy file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new NpyReader(file, channel).array();
    } catch (InputFileException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new InputFileException(file, "no such file", "a .npy file", e);
    } catch (IOException e) {
      throw new InputFileException(file, "it unreadable (" + e + ")", "a readable file", e);
    }
  }

  private NpyArray array() throws IOException {
    try {
      NpyHeader header = NpyHeaderParser.parse(headerText());
      int elements = header.elements();
      long expected = (long) elements * header.type().bytes();
      long found = size - channel.position();
      if (found != expected) {
        throw new HeaderException(
            found + " bytes of elements",
            expected + " for shape " + header.shapeText() + " of " + header.type().descr());
      }
      return new NpyArray(header.shape(), values(header.type(), elements));
    } catch (HeaderException e) {
      throw e.in(file);
    }
  }

  private String headerText() throws IOException, HeaderException {
    byte[] start = bytes(NpyHeader.MAGIC.length + 2, "a .npy file");
    if (!Arrays.equals(start, 0, NpyHeader.MAGIC.length, NpyHeader.MAGIC, 0, 6)) {
      throw new HeaderException("other first bytes", "a .npy file (\\x93NUMPY)");
    }
    int major = start[6] & 0xff;
    int minor = start[7] & 0xff;
    if (major < 1 || major > 3 || minor != 0) {
      throw new HeaderException(".npy version " + major + "." + minor, "version 1.0, 2.0 or 3.0");
    }
    long length = littleEndian(bytes(major == 1 ? 2 : 4, "the header's length"));
    if (length > LONGEST_HEADER) {
      throw new HeaderException("a header of " + length + " bytes", "at most " + LONGEST_HEADER);
    }
    byte[] header = bytes((int) length, "a header of " + length + " bytes");
    Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(header)).toString();
    } catch (CharacterCodingException e) {
      throw new HeaderException("a header that is not UTF-8", "UTF-8 in version 3.0");
    }
  }

  private static long littleEndian(byte[] bytes) {
    long value = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  private byte[] bytes(int count, String expected) throws IOException, HeaderException {
    if (size - channel.position() < count) {
      throw new HeaderException("the end of the file after " + size + " bytes", expected);
    }
    ByteBuffer buffer = ByteBuffer.allocate(count);
    fill(buffer);
    return buffer.array();
  }

  private float[] values(NpyType type, int elements) throws IOException, HeaderException {
    float[] values = new float[elements];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    int perChunk = CHUNK / type.bytes();
    for (int at = 0; at < elements; at += perChunk) {
      int count = Math.min(perChunk, elements - at);
      fill(chunk.clear().limit(count * type.bytes()));
      type.convert(MemorySegment.ofBuffer(chunk.flip()), values, at);
    }
    return values;
  }

  private void fill(ByteBuffer buffer) throws IOException, HeaderException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new HeaderException("a file that shrank while it was read", size + " bytes");
      }
    }
  }
}
