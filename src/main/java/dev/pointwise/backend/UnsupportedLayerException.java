package dev.pointwise.backend;

/**
 * A backend cannot run a layer here, though the layer is none the worse for it: the hardware, a
 * library or the backend itself lacks what it takes. The message says what.
 */
public class UnsupportedLayerException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** An exception with that message. */
  public UnsupportedLayerException(String message) {
    super(message);
  }

  private UnsupportedLayerException(UnsupportedLayerException cause, String more, boolean located) {
    super(cause, more, located);
  }

  @Override
  protected UnsupportedLayerException with(String more, boolean located) {
    return new UnsupportedLayerException(this, more, located);
  }
}
