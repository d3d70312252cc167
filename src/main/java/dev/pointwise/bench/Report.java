package dev.pointwise.bench;

import java.util.List;

/**
 * What a run of the benchmark found.
 *
 * @param provenance where the numbers come from
 * @param networks the results
 */
public record Report(Provenance provenance, List<NetworkResult> networks) {
  /** Copies the results. */
  public Report {
    networks = List.copyOf(networks);
  }

  /** Each case without a measurement, once. */
  public List<CaseResult> failures() {
    return networks.stream()
        .flatMap(network -> network.rows().stream())
        .filter(row -> row.measurement() == null)
        .distinct()
        .toList();
  }
}
