package dev.pointwise.cli;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.spec.Nearest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Results kept under names.
 *
 * @param directory where they are, a file of results each
 */
record Baselines(Path directory) {
  private static final String SUFFIX = ".jsonl";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  /**
   * Those of this user: {@code -Dpointwise.baselines}, else {@code $POINTWISE_BASELINES}, else
   * {@code $XDG_DATA_HOME/pointwise/baselines}, else {@code ~/.local/share/pointwise/baselines}.
   */
  static Baselines here() {
    String property = System.getProperty("pointwise.baselines", "");
    String variable = System.getenv().getOrDefault("POINTWISE_BASELINES", "");
    String data = System.getenv().getOrDefault("XDG_DATA_HOME", "");
    if (!property.isEmpty()) {
      return new Baselines(Path.of(property));
    } else if (!variable.isEmpty()) {
      return new Baselines(Path.of(variable));
    }
    Path base =
        data.isEmpty()
            ? Path.of(System.getProperty("user.home", "."), ".local", "share")
            : Path.of(data);
    return new Baselines(base.resolve("pointwise").resolve("baselines"));
  }

  /**
   * Checks a name, and that something could be kept under it.
   *
   * @throws UsageException if it is no name, or the directory cannot be written
   */
  void checkSave(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "--save is '" + name + "', expected letters, digits, '.', '_' or '-', no '.' in front");
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UsageException(
          "--save needs the directory " + directory + ", which cannot be made");
    }
    if (!Files.isWritable(directory)) {
      throw new UsageException(
          "--save needs the directory " + directory + ", which cannot be written");
    }
  }

  /**
   * What is kept under a name, or else in the file of that name.
   *
   * @throws UsageException if there is neither
   * @throws ResultsFileException if what there is cannot be used
   */
  RunResults read(String nameOrFile) throws IOException, ResultsFileException {
    RunResults results = ResultsFile.read(find(nameOrFile));
    if (results.rows().isEmpty()) {
      throw new UsageException(nameOrFile + " has 0 cases, expected at least 1 to compare with");
    }
    return results;
  }

  private Path find(String nameOrFile) throws IOException {
    if (NAME.matcher(nameOrFile).matches() && Files.exists(file(nameOrFile))) {
      return file(nameOrFile);
    }
    Path file = Path.of(nameOrFile);
    if (Files.exists(file) || !NAME.matcher(nameOrFile).matches()) {
      return file;
    }
    List<String> names = names();
    throw new UsageException(
        "baseline is "
            + nameOrFile
            + ", expected a file or "
            + (names.isEmpty()
                ? "a name given to --save before, of which there are none"
                : "one of " + String.join(", ", names))
            + Nearest.hint(nameOrFile, names));
  }

  /** All names, sorted. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (Path file : files) {
          String name = String.valueOf(file.getFileName());
          names.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      }
    }
    names.removeIf(name -> !NAME.matcher(name).matches());
    names.sort(null);
    return names;
  }

  /**
   * Keeps results under a name, in the place of those that were there.
   *
   * @throws IOException if they cannot be written; what was there is untouched then
   */
  void save(String name, RunResults results) throws IOException, ResultsFileException {
    Path temporary = directory.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      try (ResultsFile file = ResultsFile.create(temporary)) {
        for (RunInfo run : results.runs()) {
          file.add(run);
        }
        for (CaseRow row : results.rows()) {
          file.add(row);
        }
      }
      Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  Path file(String name) {
    return directory.resolve(name + SUFFIX);
  }
}
