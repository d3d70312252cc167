package dev.pointwise.results;

import com.google.gson.JsonObject;
import dev.pointwise.io.AtomicFile;
import dev.pointwise.io.InputFile;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of results, a JSON object per line: {@code "record":"run"} for each run, and behind it
 * {@code "record":"case"} for each of its cases. Each is appended at once, whole or not at all, so
 * whatever ends the process, what was finished before is kept. While one process writes, no other
 * can write or read. What is there and no regular file, such as a pipe or standard output, is only
 * written to.
 *
 * <p>For one thread.
 */
public final class ResultsFile implements AutoCloseable {
  /** The schema's version; it changes when a field's meaning does. */
  public static final int SCHEMA = 2;

  /** More than any line that is written here has. */
  private static final int LONGEST_LINE = 4 << 20;

  /** As much as is read within seconds. */
  private static final long LONGEST_FILE = 256 << 20;

  private final Path file;
  private final FileChannel channel;
  private final boolean regular;
  private final boolean made;
  private final List<RunInfo> runs = new ArrayList<>();
  private final List<CaseRow> rows = new ArrayList<>();

  private ResultsFile(Path file, FileChannel channel, boolean regular, boolean made) {
    this.file = file;
    this.channel = channel;
    this.regular = regular;
    this.made = made;
  }

  /**
   * A new file.
   *
   * @throws ResultsFileException if there is one that is not empty, or another process uses it
   * @throws IOException if it cannot be opened
   */
  public static ResultsFile create(Path file) throws IOException, ResultsFileException {
    ResultsFile results = open(file);
    if (results.regular && results.channel.size() > 0) {
      results.channel.close();
      throw new ResultsFileException(
          file, "it is there already, expected a new file, or that its run is resumed");
    }
    return results;
  }

  /**
   * The file as it is, to be added to; a last line that was cut off is removed. A file that is not
   * there, or is empty, is begun.
   *
   * @throws ResultsFileException if it is malformed, too new, or another process uses it
   * @throws IOException if it cannot be opened, read or mended
   */
  public static ResultsFile resume(Path file) throws IOException, ResultsFileException {
    ResultsFile results = open(file);
    try {
      if (results.regular && results.channel.size() > 0) {
        ResultsReader reader = new ResultsReader(file);
        long good = read(file, results.channel, reader);
        RunResults before = reader.results();
        results.runs.addAll(before.runs());
        results.rows.addAll(before.rows());
        results.channel.truncate(good);
        results.channel.position(good);
        results.endLine(good);
      }
      return results;
    } catch (Throwable failure) {
      results.channel.close();
      throw failure;
    }
  }

  /**
   * What a file holds. A last line that was cut off is left out.
   *
   * @throws ResultsFileException if it is missing, malformed, too new, or being written
   * @throws IOException if it cannot be read
   */
  public static RunResults read(Path file) throws IOException, ResultsFileException {
    String fault = InputFile.fault(file);
    if (fault != null) {
      throw new ResultsFileException(file, "found " + fault + ", expected a file of results");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (Files.isRegularFile(file)) {
        lock(file, channel, true);
      }
      ResultsReader reader = new ResultsReader(file);
      read(file, channel, reader);
      return reader.results();
    } catch (NoSuchFileException e) {
      throw new ResultsFileException(file, "there is no such file");
    } catch (AccessDeniedException e) {
      throw new ResultsFileException(file, "it may not be read");
    }
  }

  private static ResultsFile open(Path file) throws IOException, ResultsFileException {
    if (AtomicFile.isStandardOutput(file)) {
      FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
      return new ResultsFile(file, out, false, false);
    }
    boolean made = !Files.exists(file);
    boolean regular = made || Files.isRegularFile(file);
    if (!regular) {
      return new ResultsFile(file, FileChannel.open(file, StandardOpenOption.WRITE), false, false);
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(file, channel, false);
      if (!Files.exists(file)) {
        throw inUse(file);
      }
    } catch (Throwable failure) {
      channel.close();
      throw failure;
    }
    return new ResultsFile(file, channel, true, made);
  }

  /** Held until the channel is closed. */
  private static void lock(Path file, FileChannel channel, boolean shared)
      throws IOException, ResultsFileException {
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw inUse(file);
    }
    throw inUse(file);
  }

  private static ResultsFileException inUse(Path file) {
    return new ResultsFileException(
        file, "a run is writing to it or reading it, expected one that has ended");
  }

  /** Gives the reader all lines; returns where the last whole one ends. */
  private static long read(Path file, FileChannel channel, ResultsReader reader)
      throws IOException, ResultsFileException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long end = 0;
    while (channel.read(buffer.clear()) >= 0) {
      buffer.flip();
      if (end + line.size() + buffer.limit() > LONGEST_FILE) {
        throw new ResultsFileException(file, "it is longer than 256 MiB");
      }
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          reader.line(line.toByteArray());
          end += line.size() + 1;
          line.reset();
        } else if (line.size() == LONGEST_LINE) {
          throw new ResultsFileException(file, "a line is longer than 4 MiB");
        } else {
          line.write(next);
        }
      }
    }
    return line.size() > 0 && reader.last(line.toByteArray()) ? end + line.size() : end;
  }

  /** Ends the last line where only its end was missing. */
  private void endLine(long length) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    if (length > 0 && channel.read(last, length - 1) == 1 && last.get(0) != '\n') {
      append("\n");
    }
  }

  /** What it holds so far. */
  public RunResults results() {
    return new RunResults(runs, rows);
  }

  /**
   * Appends a run.
   *
   * @return its number, which its cases name
   * @throws IOException if it cannot be written; the file is as before then
   */
  public int add(RunInfo run) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("record", "run");
    json.addProperty("schema", SCHEMA);
    RunJson.write(run).asMap().forEach(json::add);
    append(Json.line(json));
    runs.add(run);
    return runs.size() - 1;
  }

  /**
   * Appends a case of one of the runs.
   *
   * @throws IOException if it cannot be written; the file is as before then
   */
  public void add(CaseRow row) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("record", "case");
    RowJson.write(row, runs.get(row.run())).asMap().forEach(json::add);
    append(Json.line(json));
    rows.add(row);
  }

  private void append(String text) throws IOException {
    long before = regular ? channel.position() : 0;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      IOException failure =
          new IOException(
              file
                  + " cannot be written, the "
                  + rows.size()
                  + " cases before are in it: "
                  + e.getMessage(),
              e);
      restore(before, failure);
      throw failure;
    }
  }

  private void restore(long length, IOException failure) {
    try {
      if (regular) {
        channel.truncate(length);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes the file; what was added is in it. One that was made for nothing is removed. */
  @Override
  public void close() throws IOException {
    if (AtomicFile.isStandardOutput(file)) {
      return;
    }
    try (channel) {
      if (made && runs.isEmpty()) {
        Files.deleteIfExists(file);
      } else if (regular) {
        channel.force(false);
      }
    }
  }
}
