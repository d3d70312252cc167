package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraphExec;
import org.jspecify.annotations.Nullable;

/**
 * Times candidates on the device, on operands of its own, with events, in rounds that each give
 * every candidate a turn. A turn is one launch of a graph of several runs: calls take the host
 * longer than small layers take the device, and would all look alike. A candidate that the library
 * refuses, or that memory does not suffice for, is left out. Holds one lane's lock, and waits for
 * its stream.
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

  /** Several runs of a candidate as one graph. */
  private record Turn(CUgraphExec graph, int runs) {}

  /** The median seconds of one run of each candidate; empty for those that do not run. */
  List<OptionalDouble> time(List<Candidate> candidates) {
    List<Optional<Turn>> turns =
        candidates.stream().map(candidate -> turn(candidate.variant())).toList();
    double[][] samples = new double[turns.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < turns.size(); i++) {
        if (turns.get(i).isPresent()) {
          samples[i][round] = seconds(turns.get(i).get());
        }
      }
    }
    List<OptionalDouble> medians = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      Arrays.sort(samples[i]);
      medians.add(
          turns.get(i).isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(samples[i][ROUNDS / 2]));
    }
    return medians;
  }

  /** What a candidate does in its turn, after a run that warms up; empty if it does not run. */
  private Optional<Turn> turn(Variant variant) {
    try {
      variant.reserve(lane);
      enqueue(variant, 1);
      double once = seconds(() -> enqueue(variant, 1));
      int runs = (int) Math.clamp(Math.ceil(SAMPLE_SECONDS / once), 1, MOST_RUNS);
      CUgraphExec graph = lane.captureAlone(() -> enqueue(variant, runs));
      latestFirst.addFirst(() -> Driver.destroy(graph));
      Turn turn = new Turn(graph, runs);
      seconds(turn);
      return Optional.of(turn);
    } catch (DeviceMemoryException e) {
      return Optional.empty();
    } catch (CudaException e) {
      if (REFUSALS.contains(e.symbol())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void enqueue(Variant variant, int runs) {
    for (int i = 0; i < runs; i++) {
      variant.enqueue(lane, x, residual, y);
    }
  }

  private double seconds(Turn turn) {
    return seconds(() -> Driver.launch(turn.graph, lane.stream())) / turn.runs;
  }

  private double seconds(Runnable work) {
    Driver.record(start, lane.stream());
    work.run();
    Driver.record(end, lane.stream());
    Driver.synchronize(end);
    return Driver.elapsedMillis(start, end) / 1e3;
  }

  @Override
  public void close() {
    Closing.closeAll(latestFirst.toArray(AutoCloseable[]::new));
  }
}
