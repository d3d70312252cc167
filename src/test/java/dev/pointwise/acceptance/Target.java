package dev.pointwise.acceptance;

/**
 * One of the speeds that are aimed at.
 *
 * @param what it is about
 * @param wanted what is aimed at
 * @param measured what was found; empty if nothing was
 * @param verdict met, missed, or why neither can be said
 */
record Target(String what, String wanted, String measured, String verdict) {
  static Target notMeasured(String what, String wanted, String reason) {
    return new Target(what, wanted, "", "not measured: " + reason);
  }

  /**
   * One that was measured.
   *
   * @param holds whether what was measured is as wanted
   * @param all whether everything was measured that it is about
   */
  static Target of(String what, String wanted, String measured, boolean holds, boolean all) {
    return new Target(what, wanted, measured, (holds ? "met" : "missed") + (all ? "" : " so far"));
  }
}
