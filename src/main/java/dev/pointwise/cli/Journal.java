package dev.pointwise.cli;

import dev.pointwise.bench.PlannedCase;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is found, kept as it is found: in a file of results, too, if one was asked for. */
final class Journal implements AutoCloseable {
  private final @Nullable ResultsFile file;
  private final List<RunInfo> runs = new ArrayList<>();
  private final List<CaseRow> rows = new ArrayList<>();
  private final int before;

  private Journal(@Nullable ResultsFile file) {
    this.file = file;
    if (file != null) {
      runs.addAll(file.results().runs());
      rows.addAll(file.results().rows());
    }
    before = rows.size();
  }

  /**
   * An empty one, or one that goes on with a file.
   *
   * @param path the file of results; null for none
   * @throws ResultsFileException if the file is there although it is not to be resumed, or cannot
   *     be used
   */
  static Journal open(@Nullable Path path, boolean resume)
      throws IOException, ResultsFileException {
    if (path == null) {
      return new Journal(null);
    }
    return new Journal(resume ? ResultsFile.resume(path) : ResultsFile.create(path));
  }

  /** All that was found so far, in earlier runs of the file, too. */
  RunResults results() {
    return new RunResults(runs, rows);
  }

  /** Whether any row was added. */
  boolean grown() {
    return rows.size() > before;
  }

  /**
   * The cases that a run has still to measure.
   *
   * @param backends all that this command runs on
   * @throws UsageException if its rows may not stand beside those that are there
   */
  List<PlannedCase> left(RunInfo run, Set<String> backends, List<PlannedCase> cases) {
    RunDifferences.checkResumable(runs, run, backends);
    Set<Done> done =
        rows.stream()
            .filter(row -> results().run(row).backend().backend().equals(run.backend().backend()))
            .map(row -> new Done(row.key(), Set.copyOf(row.uses())))
            .collect(Collectors.toSet());
    return cases.stream().filter(each -> done.stream().noneMatch(row -> row.covers(each))).toList();
  }

  /** Begins a run; returns its number. */
  int add(RunInfo run) throws IOException {
    runs.add(run);
    return file == null ? runs.size() - 1 : file.add(run);
  }

  /**
   * Keeps a row.
   *
   * @throws UncheckedIOException if the file cannot be written; the row is kept here even so
   */
  void add(CaseRow row) {
    rows.add(row);
    if (file != null) {
      try {
        file.add(row);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
