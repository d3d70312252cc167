package dev.pointwise.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.results.Measurement;
import org.junit.jupiter.api.Test;

class RankTestTest {
  /** Of the 12870 ways to rank 8 and 8 samples, 2 are as far apart. */
  @Test
  void countsTheWaysToRank() {
    Measurement low = Rows.samples(1, 2, 3, 4, 5, 6, 7, 8);
    Measurement high = Rows.samples(9, 10, 11, 12, 13, 14, 15, 16);

    assertEquals(2 / 12870.0, RankTest.p(low, high), 1e-12);
    assertEquals(2 / 12870.0, RankTest.p(high, low), 1e-12);
  }

  @Test
  void equalSamplesAreNoEvidence() {
    Measurement equal = Rows.samples(1, 1, 1, 1, 1, 1, 1, 1);

    assertEquals(1, RankTest.p(equal, equal), 1e-12);
  }
}
