package dev.pointwise.cli;

import dev.pointwise.io.AtomicFile;
import dev.pointwise.spec.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results go, besides the table that is printed. */
final class OutputOptions {
  private static final String NAME = "-o";

  @Option(
      names = {NAME, "--output"},
      paramLabel = "KIND=FILE",
      split = ",",
      description =
          "Files to write: json=FILE, csv=FILE, md=FILE, html=FILE, each at most once. The JSON"
              + " lines hold everything, are appended case by case, and must not be there already;"
              + " the others are written at the end, interrupted or not, and replaced.")
  List<String> texts = new ArrayList<>();

  @Option(
      names = "--resume",
      description =
          "Go on with the file of -o json=FILE: cases that are in it are not measured again.")
  boolean resume;

  /**
   * The files, by kind.
   *
   * @throws UsageException if a text names none, or one that cannot be written
   */
  Map<OutputKind, Path> files() {
    Map<OutputKind, Path> files = parse(texts);
    if (resume && !files.containsKey(OutputKind.JSON)) {
      throw new UsageException("--resume is given, expected " + NAME + " json=FILE beside");
    }
    return files;
  }

  /**
   * The files that those words name, by kind.
   *
   * @throws UsageException if one names none, or one that cannot be written
   */
  static Map<OutputKind, Path> parse(List<String> texts) {
    Map<OutputKind, Path> files = new EnumMap<>(OutputKind.class);
    for (String text : texts) {
      int end = text.indexOf('=');
      if (end < 0 || end == text.length() - 1) {
        throw new UsageException(
            NAME
                + " is '"
                + text
                + "', expected KIND=FILE, such as json=results.jsonl, and no comma in a name");
      }
      OutputKind kind =
          UsageException.check(() -> Names.parse(OutputKind.class, NAME, text.substring(0, end)));
      Path file = UsageException.check(() -> Path.of(text.substring(end + 1)));
      if (has(files, file) || files.putIfAbsent(kind, file) != null) {
        throw new UsageException(
            NAME + " has '" + text + "' besides, expected each kind and each file once");
      }
      String option = NAME + " " + kind.name().toLowerCase(Locale.ROOT);
      UsageException.check("", () -> AtomicFile.check(option, file));
    }
    return files;
  }

  private static boolean has(Map<OutputKind, Path> files, Path file) {
    Path whole = file.toAbsolutePath().normalize();
    return files.values().stream()
        .anyMatch(each -> each.toAbsolutePath().normalize().equals(whole));
  }

  /** The file of JSON lines; null if there is none. */
  @Nullable Path json() {
    return files().get(OutputKind.JSON);
  }
}
