package dev.pointwise.acceptance;

import java.util.stream.Stream;

/** What became of a step. */
enum State {
  PASSED("passed"),
  FAILED("FAILED"),
  /** Time ran out; nothing of what was done failed. */
  INCOMPLETE("incomplete"),
  /** A program that the step needs is not on this machine, or the step was not asked for. */
  ABSENT("absent"),
  NO_GPU("no GPU");

  private final String text;

  State(String text) {
    this.text = text;
  }

  /** The state of that text; a step that was never ended is incomplete. */
  static State of(String text) {
    return Stream.of(values())
        .filter(state -> state.text.equals(text))
        .findFirst()
        .orElse(INCOMPLETE);
  }

  @Override
  public String toString() {
    return text;
  }
}
