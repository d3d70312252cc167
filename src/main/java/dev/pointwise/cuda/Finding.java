package dev.pointwise.cuda;

/**
 * One thing that {@link CudaDoctor} looked at.
 *
 * @param level how it stands
 * @param what what was looked at
 * @param detail what was seen
 * @param advice what to do about it; empty where there is nothing to do
 */
public record Finding(Level level, String what, String detail, String advice) {
  /** How a thing stands. */
  public enum Level {
    /** As it should be, or merely told. */
    OK,
    /** The GPU path may work all the same. */
    WARNING,
    /** The GPU path does not work. */
    PROBLEM
  }

  static Finding ok(String what, String detail) {
    return new Finding(Level.OK, what, detail, "");
  }

  static Finding warning(String what, String detail, String advice) {
    return new Finding(Level.WARNING, what, detail, advice);
  }

  static Finding problem(String what, String detail, String advice) {
    return new Finding(Level.PROBLEM, what, detail, advice);
  }
}
