package dev.pointwise.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a case computes what it should.
 *
 * @param benchCase the case
 * @param gates the checks that were made
 * @param error what the backend refused, or null if every check could be made
 * @param unsupported why the backend cannot run the case here, or null if it can; no check was made
 */
public record Verification(
    BenchCase benchCase,
    List<GateResult> gates,
    @Nullable String error,
    @Nullable String unsupported) {
  private static final int MOST_FINDINGS = 12;

  /** Copies the checks. */
  public Verification {
    gates = List.copyOf(gates);
  }

  /** A case that its backend cannot run here. */
  static Verification unsupported(BenchCase benchCase, String reason) {
    return new Verification(benchCase, List.of(), null, reason);
  }

  /** True if every check was made and passed. */
  public boolean passed() {
    return error == null && unsupported == null && gates.stream().allMatch(GateResult::passed);
  }

  /** True if a result was wrong, as against the backend failing to give one. */
  public boolean mismatched() {
    return !gates.stream().allMatch(GateResult::passed);
  }

  /**
   * What each check came to; of many results only how many there are of each check, and those that
   * are wrong.
   */
  public List<String> findings() {
    if (gates.size() <= MOST_FINDINGS) {
      return gates.stream().map(GateResult::toString).toList();
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    gates.forEach(
        gate -> counts.merge(gate.gate().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
    return Stream.concat(
            counts.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue() + " results"),
            gates.stream().filter(gate -> !gate.passed()).map(GateResult::toString))
        .toList();
  }

  /** What is wrong: the first check that failed, and how many did. */
  String wrong() {
    List<GateResult> failed = gates.stream().filter(gate -> !gate.passed()).toList();
    return failed.size() == 1
        ? failed.getFirst().toString()
        : failed.size() + " of " + gates.size() + " checks failed, first " + failed.getFirst();
  }

  /** One line: the verdict, the case, and each check's finding. */
  @Override
  public String toString() {
    if (unsupported != null) {
      return "n/a    " + benchCase + ": not supported here: " + unsupported;
    }
    String findings =
        String.join(
            "; ",
            passed()
                ? findings()
                : gates.stream().filter(gate -> !gate.passed()).map(GateResult::toString).toList());
    return (passed() ? "ok     " : mismatched() ? "FAILED " : "ERROR  ")
        + benchCase
        + ": "
        + findings
        + (error == null ? "" : (findings.isEmpty() ? "" : "; ") + error);
  }
}
