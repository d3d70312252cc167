package dev.pointwise.backend;

/**
 * What a backend has of its device's memory: a GPU's, or the native memory of a process. All in
 * bytes. Of several devices as one, the sums.
 *
 * @param inUse what tensors, weights, workspaces and scratch memory take now, whether or not the
 *     device has come to the end of what was freed
 * @param highWater the most that was in use since the backend was opened, or since {@link
 *     Backend#resetHighWater}; of several devices, the sum of what each once had
 * @param reserved what is withheld from others: {@code inUse}, and the freed blocks that a pool
 *     keeps for the next allocation
 * @param limit what may be in use at a time, or {@link #UNLIMITED}
 */
public record MemoryStatus(long inUse, long highWater, long reserved, long limit) {
  /** That nothing but the device itself limits what may be in use. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** The sums of both. */
  public MemoryStatus plus(MemoryStatus other) {
    return new MemoryStatus(
        inUse + other.inUse,
        highWater + other.highWater,
        reserved + other.reserved,
        limit == UNLIMITED || other.limit == UNLIMITED ? UNLIMITED : limit + other.limit);
  }
}
