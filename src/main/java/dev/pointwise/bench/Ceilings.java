package dev.pointwise.bench;

import dev.pointwise.results.Roofline;
import java.util.Set;

/** Measures what a device can do at most. */
interface Ceilings {
  /**
   * All there is.
   *
   * @param dtypes whose peaks to measure, as in {@code --dtype}; those that the backend has no
   *     layers in are left out
   * @throws IllegalArgumentException if there is no such dtype
   * @throws dev.pointwise.backend.BackendException if the device fails
   */
  Roofline measure(Set<String> dtypes);

  /** That roofline with the peaks of more dtypes, which are measured now. */
  Roofline add(Roofline measured, Set<String> dtypes);

  /** Those dtypes that the backend has layers in. */
  Set<String> supported(Set<String> dtypes);
}
