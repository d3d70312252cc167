package dev.pointwise.cuda;

import dev.pointwise.backend.BackendException;

/** A CUDA library returned an error. */
public final class CudaException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int code;
  private final String symbol;

  CudaException(String call, int code, String symbol, String detail) {
    super(
        call + " failed: " + symbol + " (" + code + ")" + (detail.isEmpty() ? "" : ": " + detail));
    this.call = call;
    this.code = code;
    this.symbol = symbol;
  }

  private CudaException(CudaException cause, String context) {
    super(cause.getMessage() + context, cause);
    this.call = cause.call;
    this.code = cause.code;
    this.symbol = cause.symbol;
  }

  /** The same failure, with what was being computed in its message. */
  CudaException in(String context) {
    return new CudaException(this, ", in " + context);
  }

  @Override
  public CudaException on(String device) {
    return new CudaException(this, ", on " + device);
  }

  /** The function that failed, as the library names it. */
  public String call() {
    return call;
  }

  /** The status that it returned. */
  public int code() {
    return code;
  }

  /** The status' symbolic name. */
  public String symbol() {
    return symbol;
  }
}
