package dev.pointwise.compare;

import java.util.List;

/** Two sets of results that no honest verdict can be given on. */
public final class IncomparableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> differences;

  /**
   * For those reasons.
   *
   * @param differences each names what differs, and both values
   * @param forcible whether they could be compared even so
   */
  public IncomparableException(List<String> differences, boolean forcible) {
    super(String.join("; ", differences) + (forcible ? "; expected alike, unless forced" : ""));
    this.differences = List.copyOf(differences);
  }

  /** What differs, each with both values. */
  public List<String> differences() {
    return differences;
  }
}
