package dev.pointwise.results;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The rows of one network in one run, in the network's own order.
 *
 * @param id which network, and how it was run
 * @param lines its rows, as far as there are any yet
 * @param expected how many rows it has when all are there
 */
public record NetworkTable(Id id, List<Line> lines, int expected) {
  /**
   * Which network it is and how it was run. Several runs of the same on the same backend and device
   * are one table.
   *
   * @param backend the backend's name
   * @param device the device's own name
   * @param network the network's name
   * @param batch images per run; 0 where each layer brings its own
   * @param dtype as in {@code --dtype}
   * @param layout as in {@code --layout}
   * @param fuse as in {@code --fuse}
   */
  public record Id(
      String backend,
      String device,
      String network,
      int batch,
      String dtype,
      String layout,
      Fuse fuse) {
    /** All but the backend and the device. */
    @Override
    public String toString() {
      return network
          + (batch == 0 ? "" : " n" + batch)
          + " "
          + dtype
          + " "
          + layout
          + (fuse == Fuse.EPILOGUE ? "" : " " + fuse);
    }
  }

  /**
   * A row of the table.
   *
   * @param use where in the network it is
   * @param row what was found
   * @param number under which it is replayed from its file: from 1 on, over all rows
   */
  public record Line(Use use, CaseRow row, int number) {}

  /** What makes two lines one: a case measured again, since a resumed run has more tables. */
  private record Place(Use use, CaseKey key) {}

  /** Which table, and of how many rows. */
  private record Table(Id id, int rows) {}

  static List<NetworkTable> of(RunResults results) {
    Map<Table, Map<Place, Line>> tables = new LinkedHashMap<>();
    int number = 0;
    for (CaseRow row : results.rows()) {
      number++;
      RunInfo run = results.run(row);
      for (Use use : row.uses()) {
        Id id =
            new Id(
                run.backend().backend(),
                run.backend().device(),
                use.network(),
                use.batch(),
                row.key().dtype(),
                row.key().layout(),
                use.fuse());
        tables
            .computeIfAbsent(new Table(id, use.rows()), any -> new LinkedHashMap<>())
            .put(new Place(use, row.key()), new Line(use, row, number));
      }
    }
    return tables.entrySet().stream()
        .map(
            table ->
                new NetworkTable(
                    table.getKey().id(),
                    table.getValue().values().stream()
                        .sorted(Comparator.comparingInt(line -> line.use().index()))
                        .toList(),
                    table.getKey().rows()))
        .toList();
  }

  /** Whether every row is there, once. */
  public boolean complete() {
    return lines.size() == expected && rowsThere() == expected;
  }

  /** How many of its rows are there. */
  public int rowsThere() {
    return (int) lines.stream().map(line -> line.use().index()).distinct().count();
  }

  /**
   * The time of one forward pass of all 1×1 layers: the sum of the medians, each as often as its
   * layer is there. Empty if a row is missing, was not measured, or is impossible.
   */
  public OptionalDouble seconds(RunResults results, Series series) {
    double seconds = 0;
    for (Line line : lines) {
      Measurement time = line.row().time(series).orElse(null);
      if (time == null || results.impossible(line.row())) {
        return OptionalDouble.empty();
      }
      seconds += line.use().repeat() * time.statistics().median();
    }
    return complete() ? OptionalDouble.of(seconds) : OptionalDouble.empty();
  }

  /** The floating-point operations of one forward pass, as far as its rows are there. */
  public double flops() {
    return lines.stream()
        .mapToDouble(line -> line.use().repeat() * line.row().work().flops())
        .sum();
  }
}
