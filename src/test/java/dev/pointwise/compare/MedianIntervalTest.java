package dev.pointwise.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.Measurement;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianIntervalTest {
  /** By tables of the binomial distribution: P(B(20, ½) ≤ 3) = 0.0013, P(B(20, ½) ≤ 4) = 0.0059. */
  @Test
  void liesBetweenTheSamplesThatTheBinomialDistributionNames() {
    assertEquals(Optional.of(new Interval(4, 17)), MedianInterval.of(shuffled(20)));
    assertEquals(Optional.of(new Interval(1, 8)), MedianInterval.of(shuffled(8)));
  }

  @Test
  void isUnknownWithTooFewSamples() {
    assertTrue(MedianInterval.of(shuffled(7)).isEmpty());
    assertTrue(MedianInterval.of(shuffled(1)).isEmpty());
  }

  @Test
  void holdsTheMediansOfBothHalves() {
    double[] drifting = IntStream.range(0, 100).mapToDouble(i -> 1 + i).toArray();

    assertEquals(Optional.of(new Interval(25.5, 75.5)), MedianInterval.of(Rows.samples(drifting)));
  }

  @Test
  void holdsTheMedianAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(7);
    int held = 0;
    for (int i = 0; i < 2000; i++) {
      Interval interval =
          MedianInterval.of(Rows.samples(random.doubles(15).toArray())).orElseThrow();
      held += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
    }
    assertTrue(held >= 2000 * MedianInterval.LEVEL, held + " of 2000");
  }

  /** 1 to that number, in an order that shows no drift. */
  private static Measurement shuffled(int count) {
    return Rows.samples(
        IntStream.range(0, count)
            .mapToDouble(i -> 1 + (i % 2 == 0 ? i / 2 : count - 1 - i / 2))
            .toArray());
  }
}
