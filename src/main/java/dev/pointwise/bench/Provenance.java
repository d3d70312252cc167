package dev.pointwise.bench;

import dev.pointwise.backend.BackendInfo;
import dev.pointwise.results.Machine;
import java.time.Instant;
import java.util.List;

/**
 * Where a report's numbers come from.
 *
 * @param version of Pointwise
 * @param started when the run began
 * @param command the command line
 * @param backend what ran the layers
 * @param replay how its cases run again
 * @param machine the computer
 */
public record Provenance(
    String version,
    Instant started,
    List<String> command,
    BackendInfo backend,
    Replay replay,
    Machine machine) {
  /** What is to be said of times that are none of a GPU's. */
  static final String STAND_IN_WARNING =
      "The device is a CPU stand-in for a GPU: its times are no measurement of speed.";

  /** What is to be said of all times. */
  static final String HOT =
      "hot: every run uses the same tensors, so GB/s may exceed what memory delivers";

  /** Copies the command line. */
  public Provenance {
    command = List.copyOf(command);
  }

  /** Whether the device only stands in for a GPU, so that its times say nothing about speed. */
  public boolean standIn() {
    return backend.device().contains("CPU stand-in");
  }
}
