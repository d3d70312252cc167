package dev.pointwise.cuda;

/**
 * One call of a scenario.
 *
 * @param site where it comes from
 * @param nth which of the calls from there, from 1 on
 */
record FaultTarget(CallSite site, int nth) {
  @Override
  public String toString() {
    return "call " + nth + " from " + site;
  }
}
