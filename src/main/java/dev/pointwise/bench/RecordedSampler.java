package dev.pointwise.bench;

import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Stopwatch;

/**
 * Replays a recording by its backend's own clock; a run is a replay.
 *
 * @param recording what is replayed
 * @param stopwatch the clock
 */
record RecordedSampler(Recording recording, Stopwatch stopwatch) implements Timer {
  @Override
  public double seconds(int runs) {
    stopwatch.start();
    for (int i = 0; i < runs; i++) {
      recording.replay();
    }
    stopwatch.stop();
    return stopwatch.seconds();
  }
}
