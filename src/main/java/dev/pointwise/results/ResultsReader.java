package dev.pointwise.results;

import com.google.gson.JsonObject;
import dev.pointwise.spec.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines of a file of results, one after the other. */
final class ResultsReader {
  /** Many times as many as any line that is written here has. */
  private static final int MOST_PARTS = 300_000;

  /** Bytes of memory, about. */
  private static final long MOST_WEIGHT = 128 << 20;

  private final Path file;
  private final List<RunInfo> runs = new ArrayList<>();
  private final List<CaseRow> rows = new ArrayList<>();
  private int lines;
  private long weight;

  ResultsReader(Path file) {
    this.file = file;
  }

  /** Takes a line, without its end. */
  void line(byte[] bytes) throws ResultsFileException {
    lines++;
    try {
      String text = decoded(bytes);
      checkParts(text);
      JsonObject json = Json.parse(text);
      weight += Json.weight(json);
      if (weight > MOST_WEIGHT) {
        throw new IllegalArgumentException(
            "the file up to here holds more than 128 MiB, expected less");
      }
      line(new JsonFields(json));
    } catch (IllegalArgumentException e) {
      throw new ResultsFileException(file, "line " + lines + ": " + e.getMessage());
    }
  }

  /** Takes a last line that has no end: it counts if it is whole. */
  boolean last(byte[] bytes) throws ResultsFileException {
    int before = lines;
    try {
      line(bytes);
      return true;
    } catch (ResultsFileException e) {
      if (before == 0) {
        throw e;
      }
      return false;
    }
  }

  /** Each part takes a multiple of its text in memory; so as not to have to find out how much. */
  private static void checkParts(String text) {
    long parts = text.chars().filter(c -> c == ',' || c == '[' || c == '{').count();
    if (parts > MOST_PARTS) {
      throw new IllegalArgumentException(
          "it has " + parts + " commas and brackets, expected at most " + MOST_PARTS);
    }
  }

  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is no UTF-8", e);
    }
  }

  private void line(JsonFields json) {
    String record = json.text("record");
    if (record.equals("run")) {
      long schema = json.integer("schema");
      if (schema != ResultsFile.SCHEMA) {
        throw new IllegalArgumentException(
            "schema is "
                + schema
                + ", expected "
                + ResultsFile.SCHEMA
                + (schema > ResultsFile.SCHEMA ? ": a newer version of Pointwise wrote it" : ""));
      }
      runs.add(RunJson.read(json));
    } else if (record.equals("case")) {
      CaseRow row = RowJson.read(json);
      if (row.run() >= runs.size()) {
        throw new IllegalArgumentException(
            "field 'run' is " + row.run() + ", expected one of the " + runs.size() + " before it");
      }
      rows.add(row);
    } else {
      throw new IllegalArgumentException(
          "field 'record' is " + Printable.quote(record) + ", expected run or case");
    }
  }

  RunResults results() throws ResultsFileException {
    if (runs.isEmpty()) {
      throw new ResultsFileException(file, "it is empty, expected results of pointwise bench");
    }
    return new RunResults(runs, rows);
  }
}
