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
 * every candidate a turn. A turn is a graph of several runs, as many for each: calls take the host
 * longer than small layers take the device, and would all look alike. A candidate that the library
 * refuses, or that memory does not suffice for, is left out. Holds one lane's lock, and waits for
 * its stream.
 */
final class Tuner implements AutoCloseable {
  private static final int ROUNDS = 9;
  private static final double SAMPLE_SECONDS = 200e-6;
  private static final int MOST_RUNS = 40;
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
    List<OptionalDouble> firsts =
        candidates.stream().map(candidate -> first(candidate.variant())).toList();
    double least =
        firsts.stream().flatMapToDouble(OptionalDouble::stream).min().orElse(SAMPLE_SECONDS);
    int runs = (int) Math.clamp(Math.ceil(SAMPLE_SECONDS / least), 1, MOST_RUNS);
    List<Optional<CUgraphExec>> graphs = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      graphs.add(
          firsts.get(i).isPresent() ? graph(candidates.get(i).variant(), runs) : Optional.empty());
    }
    double[][] samples = new double[graphs.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < graphs.size(); i++) {
        if (graphs.get(i).isPresent()) {
          samples[i][round] = seconds(graphs.get(i).get()) / runs;
        }
      }
    }
    List<OptionalDouble> medians = new ArrayList<>();
    for (int i = 0; i < graphs.size(); i++) {
      Arrays.sort(samples[i]);
      medians.add(
          graphs.get(i).isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(samples[i][ROUNDS / 2]));
    }
    return medians;
  }

  /** The seconds of a candidate's second run; empty if it does not run. */
  private OptionalDouble first(Variant variant) {
    try {
      variant.reserve(lane);
      enqueue(variant, 1);
      Driver.record(start, lane.stream());
      enqueue(variant, 1);
      return OptionalDouble.of(secondsSinceStart());
    } catch (DeviceMemoryException e) {
      return OptionalDouble.empty();
    } catch (CudaException e) {
      if (REFUSALS.contains(e.symbol())) {
        return OptionalDouble.empty();
      }
      throw e;
    }
  }

  /** Runs of a candidate as one graph; empty if memory does not suffice. */
  private Optional<CUgraphExec> graph(Variant variant, int runs) {
    try {
      CUgraphExec graph = lane.captureAlone(() -> enqueue(variant, runs));
      latestFirst.addFirst(() -> Driver.destroy(graph));
      return Optional.of(graph);
    } catch (DeviceMemoryException e) {
      return Optional.empty();
    }
  }

  private void enqueue(Variant variant, int runs) {
    for (int i = 0; i < runs; i++) {
      variant.enqueue(lane, x, residual, y);
    }
  }

  /**
   * The seconds of a launch right behind another one, which keeps the device busy while the host
   * enqueues this one.
   */
  private double seconds(CUgraphExec graph) {
    Driver.launch(graph, lane.stream());
    Driver.record(start, lane.stream());
    Driver.launch(graph, lane.stream());
    return secondsSinceStart();
  }

  private double secondsSinceStart() {
    Driver.record(end, lane.stream());
    Driver.synchronize(end);
    return Driver.elapsedMillis(start, end) / 1e3;
  }

  @Override
  public void close() {
    Closing.closeAll(latestFirst.toArray(AutoCloseable[]::new));
  }
}
