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
}
