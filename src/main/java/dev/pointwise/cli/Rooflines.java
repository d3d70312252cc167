package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.results.Roofline;
import org.jspecify.annotations.Nullable;

/** What is known of what devices can do at most. */
final class Rooflines {
  private Rooflines() {}

  /** That of a backend's device; null if it was never measured. */
  static @Nullable Roofline of(Backend backend) {
    return null;
  }
}
