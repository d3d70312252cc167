package dev.pointwise.cuda;

import dev.pointwise.backend.BackendException;

/** A CUDA library returned an error. */
public final class CudaException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int code;
  private final String symbol;

  CudaException(String call, int code, String symbol, String detail) {
    super(text(call, code, symbol) + (detail.isEmpty() ? "" : ": " + detail));
    this.call = call;
    this.code = code;
    this.symbol = symbol;
  }

  /** How messages say that a call failed. */
  static String text(String call, int code, String symbol) {
    return call + " failed: " + symbol + " (" + code + ")";
  }

  private CudaException(CudaException cause, String more, boolean located) {
    super(cause, more, located);
    this.call = cause.call;
    this.code = cause.code;
    this.symbol = cause.symbol;
  }

  @Override
  protected CudaException with(String more, boolean located) {
    return new CudaException(this, more, located);
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
