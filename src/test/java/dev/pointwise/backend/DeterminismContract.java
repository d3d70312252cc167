package dev.pointwise.backend;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same numbers give the same bits. */
interface DeterminismContract extends BackendSource {
  /** Runs of each layer in each way. */
  int ALIKE_RUNS = 4;

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.RepeatedRuns#cases")
  default void givesTheSameBits(RepeatedRuns runs) throws Exception {
    runs.check(backend(), ALIKE_RUNS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.RepeatedRuns#cases")
  default void givesTheSameBitsOnAnotherBackend(RepeatedRuns runs) {
    try (Backend other = open()) {
      runs.compare(List.of(backend(), other));
    }
  }
}
