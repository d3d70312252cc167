package dev.pointwise.testing;

import dev.pointwise.backend.Backend;

/** Computes what the oracle does. */
public final class ExactProvider extends TestProvider {
  /** The kind. */
  public ExactProvider() {
    super("exact");
  }

  @Override
  protected Backend open() {
    return new OracleBackend("exact", "a device of tests");
  }
}
