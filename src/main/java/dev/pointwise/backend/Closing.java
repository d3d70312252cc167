package dev.pointwise.backend;

import org.jspecify.annotations.Nullable;

/** Closes several things so that no failure keeps the rest from being closed. */
public final class Closing {
  private Closing() {}

  /** Closes {@code resource}; what that throws is added to {@code failure}. */
  public static void close(AutoCloseable resource, Throwable failure) {
    try {
      resource.close();
    } catch (Throwable t) {
      suppress(failure, t);
    }
  }

  /**
   * Closes all that are not null, in that order.
   *
   * @throws BackendException if the first failure is a checked one; an unchecked one or an error is
   *     thrown as it is; later ones are suppressed in it
   */
  public static void closeAll(@Nullable AutoCloseable... resources) {
    Throwable first = null;
    for (AutoCloseable resource : resources) {
      try {
        if (resource != null) {
          resource.close();
        }
      } catch (Throwable t) {
        if (first == null) {
          first = t;
        } else {
          suppress(first, t);
        }
      }
    }
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw new BackendException("could not close: " + first.getMessage(), first);
    }
  }

  @SuppressWarnings("ReferenceEquality") // an exception refuses to suppress itself
  private static void suppress(Throwable failure, Throwable later) {
    if (later != failure) {
      failure.addSuppressed(later);
    }
  }
}
