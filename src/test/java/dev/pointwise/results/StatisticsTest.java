package dev.pointwise.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void interpolatesQuantiles() {
    assertEquals(new Statistics(1, 3, 3, 3, 3, 3), Statistics.of(3));
    assertEquals(new Statistics(2, 1, 1.25, 1.5, 1.75, 2), Statistics.of(2, 1));
    assertEquals(new Statistics(5, 1, 2, 3, 4, 10), Statistics.of(10, 2, 1, 4, 3));
    assertEquals(new Statistics(4, 1, 1.75, 2.5, 3.25, 4), Statistics.of(4, 3, 2, 1));
  }

  @Test
  void spreadIsTheMiddleHalfOverTheMedian() {
    assertEquals(2.0 / 3, Statistics.of(1, 2, 3, 4, 10).relativeIqr());
    assertEquals(0, Statistics.of(0, 0).relativeIqr());
  }

  @Test
  void refusesNoSamples() {
    assertThrows(IllegalArgumentException.class, Statistics::of);
  }
}
