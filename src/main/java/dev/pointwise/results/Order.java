package dev.pointwise.results;

import java.util.Locale;

/** In which order cases are sampled. */
public enum Order {
  /** A sample of each case in turn, so that what disturbs the machine disturbs all alike. */
  INTERLEAVED,
  /** All samples of a case, then the next one's. */
  SEQUENTIAL;

  /** The name on the command line and in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
