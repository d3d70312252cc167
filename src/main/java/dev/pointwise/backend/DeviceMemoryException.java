package dev.pointwise.backend;

/** A device has too little memory left. Whatever threw this is as usable as before. */
public class DeviceMemoryException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** Bytes that the library which ran out does not tell. */
  public static final long UNKNOWN = -1;

  private final long requested;
  private final long free;
  private final long total;

  /** An exception that says how many bytes were requested, free and there in all. */
  public DeviceMemoryException(String what, long requested, long free, long total) {
    super(
        what
            + ": out of device memory: requested "
            + (requested == UNKNOWN ? "unknown" : requested + " bytes")
            + ", free "
            + text(free)
            + ", total "
            + text(total));
    this.requested = requested;
    this.free = free;
    this.total = total;
  }

  private DeviceMemoryException(DeviceMemoryException cause, String device) {
    super(cause.getMessage() + ", on " + device, cause);
    this.requested = cause.requested;
    this.free = cause.free;
    this.total = cause.total;
  }

  @Override
  public DeviceMemoryException on(String device) {
    return new DeviceMemoryException(this, device);
  }

  private static String text(long bytes) {
    return bytes == UNKNOWN ? "unknown" : String.valueOf(bytes);
  }

  /** The bytes that were asked for, or {@link #UNKNOWN}. */
  public long requested() {
    return requested;
  }

  /** The bytes that the device had free then, or {@link #UNKNOWN}. */
  public long free() {
    return free;
  }

  /** The bytes of the device, or {@link #UNKNOWN}. */
  public long total() {
    return total;
  }
}
