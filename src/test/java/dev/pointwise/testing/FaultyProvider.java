package dev.pointwise.testing;

import dev.pointwise.backend.Backend;

/** Named as the stand-in is, and wrong for some layers. */
public final class FaultyProvider extends TestProvider {
  /** The kind. */
  public FaultyProvider() {
    super("faulty");
  }

  @Override
  protected Backend open() {
    return new FaultyBackend("faulty", "CPU stand-in");
  }
}
