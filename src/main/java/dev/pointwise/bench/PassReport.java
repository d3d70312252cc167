package dev.pointwise.bench;

import java.util.List;

/**
 * What a run of the benchmark found of networks as a whole.
 *
 * @param provenance where the numbers come from
 * @param passes the results
 */
public record PassReport(Provenance provenance, List<PassResult> passes) {
  /** How the two times of a network are to be read. */
  static final String METHOD =
      "one forward pass of all 1x1 layers, one behind the other; what lies between them is absent";

  /** Copies the results. */
  public PassReport {
    passes = List.copyOf(passes);
  }

  /** The networks without times. */
  public List<PassResult> failures() {
    return passes.stream().filter(pass -> pass.times() == null).toList();
  }
}
