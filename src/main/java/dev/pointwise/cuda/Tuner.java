package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import jcuda.driver.CUevent;
import org.jspecify.annotations.Nullable;

/**
 * Times candidates on the device, on operands of its own, with events, in rounds that each give
 * every candidate a turn. A candidate that the library refuses, or that memory does not suffice
 * for, is left out. Holds one lane's lock, and waits for its stream.
 */
final class Tuner implements AutoCloseable {
  private static final int ROUNDS = 9;
  private static final double SAMPLE_SECONDS = 100e-6;
  private static final int MOST_RUNS = 20;
  private static final Set<String> REFUSALS =
      Set.of("CUBLAS_STATUS_NOT_SUPPORTED", "CUBLAS_STATUS_ARCH_MISMATCH");

  private final Lane lane;
  private final List<AutoCloseable> latestFirst = new ArrayList<>();
  private final DevicePointer x;
  private final @Nullable DevicePointer residual;
  private final DevicePointer y;
  private final CUevent start;
  private final CUevent end;

  /**
   * Allocates operands and events on a lane, whose lock is held and in whose order they are freed.
   *
   * @throws DeviceMemoryException if there is too little memory for the operands
   */
  Tuner(DeviceMemory memory, Lane lane, TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    this.lane = lane;
    try {
      this.x = operand(memory, x);
      this.residual = residual == null ? null : operand(memory, residual);
      this.y = operand(memory, y);
      start = event();
      end = event();
    } catch (Throwable failure) {
      Closing.close(this, failure);
      throw failure;
    }
  }

  private DevicePointer operand(DeviceMemory memory, TensorSpec spec) {
    DeviceBuffer buffer = memory.allocateFor(lane, spec.storageBytes());
    latestFirst.addFirst(buffer);
    return buffer.pointer();
  }

  private CUevent event() {
    CUevent event = Driver.createTimingEvent();
    latestFirst.addFirst(() -> Driver.destroy(event));
    return event;
  }

  /** The median seconds of one run of each candidate; empty for those that do not run. */
  List<OptionalDouble> time(List<Candidate> candidates) {
    int[] runs = new int[candidates.size()];
    double[][] samples = new double[candidates.size()][ROUNDS];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = runs(candidates.get(i).variant());
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < runs.length; i++) {
        if (runs[i] > 0) {
          samples[i][round] = seconds(candidates.get(i).variant(), runs[i]);
        }
      }
    }
    List<OptionalDouble> medians = new ArrayList<>();
    for (int i = 0; i < runs.length; i++) {
      Arrays.sort(samples[i]);
      medians.add(
          runs[i] == 0 ? OptionalDouble.empty() : OptionalDouble.of(samples[i][ROUNDS / 2]));
    }
    return medians;
  }

  /** How many runs make a sample, after one that warms up; 0 if it does not run. */
  private int runs(Variant variant) {
    try {
      variant.reserve(lane);
      variant.enqueue(lane, x, residual, y);
      double once = seconds(variant, 1);
      return (int) Math.clamp(Math.ceil(SAMPLE_SECONDS / once), 1, MOST_RUNS);
    } catch (DeviceMemoryException e) {
      return 0;
    } catch (CudaException e) {
      if (REFUSALS.contains(e.symbol())) {
        return 0;
      }
      throw e;
    }
  }

  private double seconds(Variant variant, int runs) {
    Driver.record(start, lane.stream());
    for (int i = 0; i < runs; i++) {
      variant.enqueue(lane, x, residual, y);
    }
    Driver.record(end, lane.stream());
    Driver.synchronize(end);
    return Driver.elapsedMillis(start, end) / 1e3 / runs;
  }

  @Override
  public void close() {
    Closing.closeAll(latestFirst.toArray(AutoCloseable[]::new));
  }
}
