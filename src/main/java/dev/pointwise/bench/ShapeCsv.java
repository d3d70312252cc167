package dev.pointwise.bench;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.pointwise.io.InputFile;
import dev.pointwise.io.InputFileException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Suites as CSV: a header with the columns {@code layer, repeat, cin, cout, h, w, stride,
 * activation, bias, group_of_siblings}, in any order, and optionally {@code model}, then a row per
 * layer. Rows of the same model make one suite.
 */
public final class ShapeCsv {
  private static final String OPTION = "--shapes";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** A hundred thousand layers. */
  private static final int MOST_BYTES = 4 << 20;

  private ShapeCsv() {}

  /**
   * Reads a file. Without a column {@code model}, its one suite is named after the file.
   *
   * @throws ShapeFileException if the file is missing, unreadable or malformed; the message names
   *     line and column
   */
  public static List<Suite> read(Path file) throws ShapeFileException {
    try (Reader reader = new StringReader(text(file))) {
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
      List<Suite> suites = read(reader, file.toString(), name);
      return suites.stream()
          .map(
              suite ->
                  suites.size() == 1
                      ? suite.options(OPTION, file.toString())
                      : suite.options(OPTION, file.toString(), "--filter", suite.name()))
          .toList();
    } catch (ShapeFileException e) {
      throw e;
    } catch (InputFileException e) {
      throw new ShapeFileException(e);
    } catch (IOException e) {
      throw new ShapeFileException(
          file.toString(), "it unreadable (" + e + ")", "a UTF-8 CSV file", e);
    }
  }

  private static String text(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(InputFile.read(file, "a CSV file", MOST_BYTES));
    String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  static List<Suite> read(Reader reader, String file, String name) throws IOException {
    Map<String, List<SuiteLayer>> suites = new LinkedHashMap<>();
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(reader)) {
      Iterator<CsvRecord> records = csv.iterator();
      if (!records.hasNext()) {
        throw new ShapeFileException(file, "no header", "a header and a row per layer");
      }
      ShapeColumns columns = ShapeColumns.of(file, records.next().getFields());
      while (records.hasNext()) {
        CsvRecord fields = records.next();
        ShapeRow row = columns.row(fields.getStartingLineNumber(), fields.getFields());
        suites.computeIfAbsent(row.model(name), model -> new ArrayList<>()).add(row.layer());
      }
    } catch (CsvParseException e) {
      throw new ShapeFileException(file, "malformed CSV: " + e.getMessage(), "RFC 4180");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (suites.isEmpty()) {
      throw new ShapeFileException(file, "no rows", "a row per layer");
    }
    return suites.entrySet().stream()
        .map(suite -> new Suite(suite.getKey(), suite.getValue()))
        .toList();
  }
}
