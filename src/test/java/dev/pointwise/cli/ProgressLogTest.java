package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Series;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
  private final AtomicLong seconds = new AtomicLong(Long.MAX_VALUE / 1_000_000_000L);
  private final StringWriter text = new StringWriter();
  private final ProgressLog log =
      new ProgressLog(new PrintWriter(text), () -> seconds.get() * 1_000_000_000L);

  @Test
  void saysWhereItIsAtOnceAndEveryTenSeconds() {
    log.cases(30);
    for (int i = 0; i < 30; i++) {
      CaseKey key = Keys.key(i);
      log.begin(key);
      seconds.incrementAndGet();
      log.sample(key, Series.COLD, 0.5, Double.NaN);
      log.end(Keys.measured(key));
    }
    assertEquals(
        List.of(
            "pointwise: cases 0/30, 0%: verifying " + Keys.key(0),
            "pointwise: cases 9/30, 32%, 22 s left: sampling " + Keys.key(9),
            "pointwise: cases 19/30, 65%, 11 s left: sampling " + Keys.key(19),
            "pointwise: cases 29/30, 98%, 1 s left: sampling " + Keys.key(29)),
        text.toString().lines().toList());
  }

  @Test
  void saysAtOnceWhatHasNoMeasurement() {
    log.cases(3);
    log.begin(Keys.key(1));
    log.end(Keys.without(Keys.key(1), Outcome.Status.MISMATCH, "wrong\nresults"));
    log.end(Keys.without(Keys.key(2), Outcome.Status.ERROR, "x".repeat(200)));
    log.end(Keys.without(Keys.key(3), Outcome.Status.UNSUPPORTED, "no f8 here"));
    List<String> lines = text.toString().lines().toList();
    assertEquals("pointwise: FAILED " + Keys.key(1) + ": wrong results", lines.get(1));
    assertTrue(lines.get(2).startsWith("pointwise: ERROR " + Keys.key(2)), lines::toString);
    assertEquals("pointwise: n/a " + Keys.key(3) + ": no f8 here", lines.get(3));
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100), lines::toString);
  }

  @Test
  void hasNoControlCharacters() {
    log.cases(1);
    log.begin(Keys.key(1));
    log.end(Keys.without(Keys.key(1), Outcome.Status.ERROR, "a\u001b[31mb\r"));
    assertFalse(text.toString().replace("\n", "").matches(".*\\p{Cntrl}.*"), text.toString());
  }
}
