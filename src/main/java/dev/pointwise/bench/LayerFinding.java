package dev.pointwise.bench;

/**
 * How one layer of a network did in one check.
 *
 * @param layer its name
 * @param result the check and its finding
 */
public record LayerFinding(String layer, GateResult result) {
  @Override
  public String toString() {
    return layer + ": " + result;
  }
}
