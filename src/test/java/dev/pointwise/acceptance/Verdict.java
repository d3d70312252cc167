package dev.pointwise.acceptance;

/**
 * How a step ended.
 *
 * @param state what became of it
 * @param reason one line: what was found, or why it is not all there
 */
record Verdict(State state, String reason) {
  static Verdict passed(String reason) {
    return new Verdict(State.PASSED, reason);
  }

  static Verdict failed(String reason) {
    return new Verdict(State.FAILED, reason);
  }

  static Verdict incomplete(String reason) {
    return new Verdict(State.INCOMPLETE, reason);
  }

  static Verdict absent(String reason) {
    return new Verdict(State.ABSENT, reason);
  }
}
