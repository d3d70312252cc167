package dev.pointwise.cli;

import dev.pointwise.spec.Printable;
import java.util.function.Supplier;

/** Options or well-formed files that contradict each other, or name what is not there. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(Printable.line(message));
  }

  private UsageException(String message, Throwable cause) {
    super(Printable.line(message), cause);
  }

  /** What {@code step} makes of the user's input; a refusal is the user's to mend. */
  static <T> T check(Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Like {@link #check(Supplier)}, naming in front what was refused. */
  static void check(String what, Runnable step) {
    try {
      step.run();
    } catch (IllegalArgumentException e) {
      throw new UsageException(what + e.getMessage(), e);
    }
  }
}
