package dev.pointwise.compare;

import static dev.pointwise.compare.Verdict.AMBIGUOUS;
import static dev.pointwise.compare.Verdict.FAST;
import static dev.pointwise.compare.Verdict.SAME;
import static dev.pointwise.compare.Verdict.SLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  @Test
  void oneThatIsShownDecidesUnlessAnotherSaysTheOpposite() {
    assertEquals(SLOW, Verdict.of(List.of(SLOW, SAME)));
    assertEquals(SLOW, Verdict.of(List.of(AMBIGUOUS, SLOW)));
    assertEquals(FAST, Verdict.of(List.of(SAME, FAST)));
    assertEquals(AMBIGUOUS, Verdict.of(List.of(FAST, SLOW)));
    assertEquals(AMBIGUOUS, Verdict.of(List.of(SAME, AMBIGUOUS)));
    assertEquals(SAME, Verdict.of(List.of(SAME, SAME)));
  }
}
