package dev.pointwise.cli;

/** What the process exits with. */
final class ExitCode {
  static final int OK = 0;
  static final int INTERNAL = 1;
  static final int USAGE = 2;
  static final int MISMATCH = 3;
  static final int UNAVAILABLE = 6;
  static final int BAD_INPUT = 8;

  private ExitCode() {}

  /** The code for cases of which some were wrong, failed, or cannot run here: the worst of it. */
  static int of(boolean mismatched, boolean failed, boolean unsupported) {
    if (mismatched) {
      return MISMATCH;
    }
    return failed ? INTERNAL : unsupported ? UNAVAILABLE : OK;
  }
}
