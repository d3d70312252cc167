package dev.pointwise.cli;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.RunResults;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of a file of results.
 *
 * @param file the file
 * @param number the row's number, from 1 on over all rows
 */
record RowAddress(Path file, int number) {
  private static final Pattern FORM = Pattern.compile("(.+)#([0-9]{1,9})");

  /**
   * Reads {@code FILE#NUMBER}.
   *
   * @throws UsageException if the text is none
   */
  static RowAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException(
          "row is '"
              + text
              + "', expected FILE#NUMBER, such as results.jsonl#17 for the 17th row of that file");
    }
    Path file = UsageException.check(() -> Path.of(matcher.group(1)));
    return new RowAddress(file, Integer.parseInt(matcher.group(2)));
  }

  /**
   * The row.
   *
   * @param results what the file holds
   * @throws UsageException if it has no such row
   */
  CaseRow of(RunResults results) {
    int rows = results.rows().size();
    if (number < 1 || number > rows) {
      throw new UsageException(
          "row is "
              + this
              + ", expected a number "
              + (rows == 0 ? "only of a file that has rows" : "from 1 to " + rows));
    }
    return results.rows().get(number - 1);
  }

  @Override
  public String toString() {
    return file + "#" + number;
  }
}
