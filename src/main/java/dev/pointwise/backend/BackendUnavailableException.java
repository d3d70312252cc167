package dev.pointwise.backend;

/** A backend cannot be used on this machine. The message says why, and what would help. */
public class BackendUnavailableException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** An exception with that reason. */
  public BackendUnavailableException(String reason) {
    super(reason);
  }

  /** An exception with that reason and cause. */
  public BackendUnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }

  private BackendUnavailableException(
      BackendUnavailableException cause, String more, boolean located) {
    super(cause, more, located);
  }

  @Override
  protected BackendUnavailableException with(String more, boolean located) {
    return new BackendUnavailableException(this, more, located);
  }
}
