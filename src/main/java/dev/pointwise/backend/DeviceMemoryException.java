package dev.pointwise.backend;

/** A device has too little memory left. Whatever threw this is as usable as before. */
public class DeviceMemoryException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final long requested;
  private final long free;
  private final long total;

  /** An exception that says how many bytes were requested, free and there in all. */
  public DeviceMemoryException(String what, long requested, long free, long total) {
    super(
        what
            + ": out of device memory: requested "
            + requested
            + " bytes, free "
            + free
            + ", total "
            + total);
    this.requested = requested;
    this.free = free;
    this.total = total;
  }

  /** The bytes that were asked for. */
  public long requested() {
    return requested;
  }

  /** The bytes that the device had free then. */
  public long free() {
    return free;
  }

  /** The bytes of the device. */
  public long total() {
    return total;
  }
}
