package dev.pointwise.testing;

import dev.pointwise.backend.Backend;

/** Never available. */
public final class AbsentProvider extends TestProvider {
  /** The kind. */
  public AbsentProvider() {
    super("absent");
  }

  @Override
  public String unavailableReason() {
    return "no such hardware; install some";
  }

  @Override
  protected Backend open() {
    return new OracleBackend("absent", "nothing");
  }
}
