package dev.pointwise.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a network, run as a whole, computes what it should.
 *
 * @param network the network
 * @param findings every output of the network in the exact check, every layer in the random one
 * @param error what the backend refused, or null if every check could be made
 */
public record PassVerification(
    Network network, List<LayerFinding> findings, @Nullable String error) {
  /** Copies the findings. */
  public PassVerification {
    findings = List.copyOf(findings);
  }

  /** The findings that are wrong. */
  public List<LayerFinding> failures() {
    return findings.stream().filter(finding -> !finding.result().passed()).toList();
  }

  /** True if every check was made and passed. */
  public boolean passed() {
    return error == null && failures().isEmpty();
  }

  /** True if a result was wrong, as against the backend failing to give one. */
  public boolean mismatched() {
    return !failures().isEmpty();
  }

  /** One line: the verdict, the network, and what is wrong first of all. */
  @Override
  public String toString() {
    if (passed()) {
      return "ok     " + network + ": " + findings.size() + " results";
    }
    if (!mismatched()) {
      return "ERROR  " + network + ": " + error;
    }
    return "FAILED "
        + network
        + ": "
        + failures().size()
        + " of "
        + findings.size()
        + " results, first "
        + failures().getFirst();
  }
}
