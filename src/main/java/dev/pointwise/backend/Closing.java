package dev.pointwise.backend;

import org.jspecify.annotations.Nullable;

/** Closes several things so that no failure keeps the rest from being closed. */
public final class Closing {
  private Closing() {}

  /** Closes {@code resource}; what that throws is added to {@code failure}. */
  public static void close(AutoCloseable resource, Throwable failure) {
    try {
      resource.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Closes all that are not null, in that order.
   *
   * @throws BackendException the first failure, the later ones suppressed in it
   */
  public static void closeAll(@Nullable AutoCloseable... resources) {
    Exception first = null;
    for (AutoCloseable resource : resources) {
      try {
        if (resource != null) {
          resource.close();
        }
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (first != null) {
      throw new BackendException("could not close: " + first.getMessage(), first);
    }
  }
}
