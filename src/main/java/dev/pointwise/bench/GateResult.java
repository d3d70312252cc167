package dev.pointwise.bench;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Gate;
import java.util.Locale;

/**
 * How a case did in one check.
 *
 * @param layer which layer of several it was made of; empty if there is one alone
 * @param gate the check
 * @param activationOff whether the check needed the activation replaced by none
 * @param comparison its finding
 */
public record GateResult(String layer, Gate gate, boolean activationOff, Comparison comparison) {
  /** A check of a case that is one layer. */
  public GateResult(Gate gate, boolean activationOff, Comparison comparison) {
    this("", gate, activationOff, comparison);
  }

  /** Whether the case passed. */
  public boolean passed() {
    return comparison.passed();
  }

  /** The check, with a word on how it was made. */
  public String name() {
    return gate.name().toLowerCase(Locale.ROOT) + (activationOff ? " (activation off)" : "");
  }

  /** The greatest error: zero where no tolerance is given, else as a part of the bound. */
  private String margin() {
    Comparison.Worst worst = comparison.worst();
    if (worst == null || worst.bound() == 0) {
      return "";
    }
    return String.format(Locale.ROOT, " %.2f of bound", worst.error() / worst.bound());
  }

  @Override
  public String toString() {
    return (layer.isEmpty() ? "" : layer + ": ")
        + name()
        + (passed() ? margin() : " " + comparison);
  }
}
