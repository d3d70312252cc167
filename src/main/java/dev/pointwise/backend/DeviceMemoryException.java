package dev.pointwise.backend;

/**
 * A device has too little memory left, or a backend may not take that much more of it ({@link
 * Backend#limitMemory}), although what was held to save time alone was freed and the allocation
 * tried once more. Whatever threw this is as usable as before: the same call works once there is
 * memory again.
 */
public class DeviceMemoryException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** Bytes that the library which ran out does not tell. */
  public static final long UNKNOWN = -1;

  private final long requested;
  private final long free;
  private final long total;
  private final long limit;

  /** An exception of a backend without limit. */
  public DeviceMemoryException(String what, long requested, long free, long total) {
    this(what, requested, free, total, MemoryStatus.UNLIMITED);
  }

  /**
   * An exception that says how many bytes were requested, free and there in all, and how many the
   * backend may have in use.
   */
  public DeviceMemoryException(String what, long requested, long free, long total, long limit) {
    super(
        what
            + ": out of device memory: requested "
            + (requested == UNKNOWN ? "unknown" : requested + " bytes")
            + ", free "
            + text(free)
            + ", total "
            + text(total)
            + ", limit "
            + (limit == MemoryStatus.UNLIMITED ? "none" : text(limit)));
    this.requested = requested;
    this.free = free;
    this.total = total;
    this.limit = limit;
  }

  private DeviceMemoryException(DeviceMemoryException cause, String more, boolean located) {
    super(cause, more, located);
    this.requested = cause.requested;
    this.free = cause.free;
    this.total = cause.total;
    this.limit = cause.limit;
  }

  @Override
  protected DeviceMemoryException with(String more, boolean located) {
    return new DeviceMemoryException(this, more, located);
  }

  private static String text(long bytes) {
    return bytes == UNKNOWN ? "unknown" : String.valueOf(bytes);
  }

  /** The bytes that were asked for, or {@link #UNKNOWN}. */
  public long requested() {
    return requested;
  }

  /**
   * The bytes that the backend could still have had: what the device had free, or what the limit
   * left, whichever is less; or {@link #UNKNOWN}.
   */
  public long free() {
    return free;
  }

  /** The bytes of the device, or {@link #UNKNOWN}. */
  public long total() {
    return total;
  }

  /** The bytes that the backend may have in use, or {@link MemoryStatus#UNLIMITED}. */
  public long limit() {
    return limit;
  }
}
