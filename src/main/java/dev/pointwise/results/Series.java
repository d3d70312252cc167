package dev.pointwise.results;

import java.util.Locale;

/** What a measurement of a case is of. */
public enum Series {
  /** Single runs, each after the last-level cache was filled with something else. */
  COLD,
  /** Runs one right behind the other on the same tensors. */
  HOT,
  /** As {@link #HOT}, recorded and replayed. */
  RECORDED,
  /** A network's layers called one by one, hot. */
  LAYER_BY_LAYER,
  /** {@link #COLD} once more in the same run, which shows what differs without a reason. */
  COLD_AGAIN,
  /** {@link #HOT} once more in the same run, likewise. */
  HOT_AGAIN;

  /** Whether the last-level cache is cold. */
  public boolean cold() {
    return this == COLD || this == COLD_AGAIN;
  }

  /** The name in files and tables. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
