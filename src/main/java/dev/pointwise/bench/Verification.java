package dev.pointwise.bench;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a case computes what it should.
 *
 * @param layerCase the case
 * @param gates the checks that were made
 * @param error what the backend refused, or null if every check could be made
 * @param unsupported why the backend cannot run the case here, or null if it can; no check was made
 */
public record Verification(
    LayerCase layerCase,
    List<GateResult> gates,
    @Nullable String error,
    @Nullable String unsupported) {
  /** Copies the checks. */
  public Verification {
    gates = List.copyOf(gates);
  }

  /** A case that its backend cannot run here. */
  static Verification unsupported(LayerCase layerCase, String reason) {
    return new Verification(layerCase, List.of(), null, reason);
  }

  /** True if every check was made and passed. */
  public boolean passed() {
    return error == null && unsupported == null && gates.stream().allMatch(GateResult::passed);
  }

  /** True if a result was wrong, as against the backend failing to give one. */
  public boolean mismatched() {
    return !gates.stream().allMatch(GateResult::passed);
  }

  /** One line: the verdict, the case, and each check's finding. */
  @Override
  public String toString() {
    String findings =
        gates.stream()
            .filter(gate -> passed() || !gate.passed())
            .map(GateResult::toString)
            .collect(Collectors.joining("; "));
    if (unsupported != null) {
      return "n/a    " + layerCase + ": not supported here: " + unsupported;
    }
    return (passed() ? "ok     " : mismatched() ? "FAILED " : "ERROR  ")
        + layerCase
        + ": "
        + findings
        + (error == null ? "" : (findings.isEmpty() ? "" : "; ") + error);
  }
}
