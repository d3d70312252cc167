package dev.pointwise.backend;

/** A device or one of its libraries refused or failed. The message names the call and the code. */
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean located;

  /** An exception with that message. */
  public BackendException(String message) {
    super(message);
    located = false;
  }

  /** An exception with that message and cause. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
    located = false;
  }

  /** The same failure as {@code cause}, with more in its message. */
  protected BackendException(BackendException cause, String more, boolean located) {
    super(cause.getMessage() + more, cause);
    this.located = located;
  }

  /**
   * An exception of this very type likewise, made of this one.
   *
   * @param more what to add to the message
   * @param located whether the message then says what was being done
   */
  protected BackendException with(String more, boolean located) {
    return new BackendException(this, more, located);
  }

  /** The same failure, which is the cause, with the device it happened on in its message. */
  public final BackendException on(String device) {
    return with(", on " + device, located);
  }

  /** The same failure with what was being done in its message, unless that is there already. */
  public final BackendException in(String work) {
    return located ? this : with(", in " + work, true);
  }
}
