package dev.pointwise.results;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one or several runs of the benchmark found.
 *
 * @param runs the runs
 * @param rows the cases, in the order they were finished
 */
public record RunResults(List<RunInfo> runs, List<CaseRow> rows) {
  /**
   * Copies both.
   *
   * @throws IllegalArgumentException if a row belongs to none of the runs
   */
  public RunResults {
    runs = List.copyOf(runs);
    rows = List.copyOf(rows);
    for (CaseRow row : rows) {
      if (row.run() < 0 || row.run() >= runs.size()) {
        throw new IllegalArgumentException(
            "run is " + row.run() + ", expected one of the " + runs.size() + ": " + row.key());
      }
    }
  }

  /** The run that a row belongs to. */
  public RunInfo run(CaseRow row) {
    return runs.get(row.run());
  }

  /** The runs that rows belong to: all but those that were interrupted too early. */
  public List<RunInfo> fruitful() {
    Set<Integer> used = rows.stream().map(CaseRow::run).collect(Collectors.toSet());
    return IntStream.range(0, runs.size()).filter(used::contains).mapToObj(runs::get).toList();
  }

  /** How near a series of a row comes to what is possible, where that is known. */
  public Optional<Roofline.Assessment> assess(CaseRow row, Series series) {
    return run(row).assess(row, series);
  }

  /** Whether a time of that row is shorter than possible: it belongs in no summary. */
  public boolean impossible(CaseRow row) {
    return row.times().keySet().stream()
        .anyMatch(
            series -> assess(row, series).filter(Roofline.Assessment::impossible).isPresent());
  }

  /** The networks that the rows make up, in the order they first occur. */
  public List<NetworkTable> networks() {
    return NetworkTable.of(this);
  }
}
