package dev.pointwise.backend;

/** A device or one of its libraries refused or failed. The message names the call and the code. */
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with that message. */
  public BackendException(String message) {
    super(message);
  }

  /** An exception with that message and cause. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same failure, which is the cause, with the device it happened on in its message. */
  public BackendException on(String device) {
    return new BackendException(getMessage() + ", on " + device, this);
  }
}
