package dev.pointwise.report;

import dev.pointwise.results.Fuse;
import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.RunResults;

/** What tables are called. */
final class Titles {
  private Titles() {}

  /** The network as it was run, and where, if there are several places. */
  static String of(RunResults results, NetworkTable table) {
    NetworkTable.Id id = table.id();
    boolean one =
        results.runs().stream().map(run -> run.backend().toString()).distinct().count() == 1;
    String name = id.toString();
    String plain = id.fuse() == Fuse.NETWORK ? name.substring(0, name.lastIndexOf(' ')) : name;
    return plain + (one ? "" : " on " + id.backend() + " (" + id.device() + ")");
  }
}
