package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.bench.StoppingRule.Enough;
import dev.pointwise.bench.StoppingRule.OutOfTime;
import dev.pointwise.bench.StoppingRule.Settled;
import dev.pointwise.bench.StoppingRule.Stable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoppingRuleTest {
  private static final Optional<String> GO_ON = Optional.empty();

  private static List<Double> samples(int count, IntToDoubleFunction sample) {
    return IntStream.range(0, count).mapToObj(sample::applyAsDouble).toList();
  }

  @Test
  void stableGoesBySpreadAndCount() {
    List<Double> steady = samples(20, i -> 1 + 0.002 * i);
    assertEquals(Optional.of("stable"), new Stable(0.019, 20).reason(steady, 0));
    assertEquals(GO_ON, new Stable(0.018, 20).reason(steady, 0));
    assertEquals(GO_ON, new Stable(0.019, 21).reason(steady, 0));
  }

  @Test
  void settledOnceTheSpreadIsNoLongerFalling() {
    Settled rule = new Settled(0.9, 40);
    List<Double> noise = samples(40, i -> 1 + i % 4);
    assertEquals(Optional.of("noise no longer falling"), rule.reason(noise, 0));
    assertEquals(GO_ON, rule.reason(noise.subList(0, 39), 0));
    List<Double> calming = samples(40, i -> i < 20 ? 1 + i % 4 : 2 + i % 2);
    assertEquals(GO_ON, rule.reason(calming, 0));
  }

  @Test
  void aSteadySeriesIsSettledToo() {
    assertEquals(
        Optional.of("noise no longer falling"), new Settled(0.9, 4).reason(samples(4, i -> 1), 0));
  }

  @Test
  void timeAloneIsNotEnough() {
    OutOfTime rule = new OutOfTime(1, 3);
    assertEquals(Optional.of("out of time"), rule.reason(samples(3, i -> i), 1));
    assertEquals(GO_ON, rule.reason(samples(2, i -> i), 10));
    assertEquals(GO_ON, rule.reason(samples(3, i -> i), 0.9));
  }

  @Test
  void theFirstRuleThatFiresIsNamed() {
    StoppingRule rule = StoppingRule.firstOf(new Stable(0.1, 5), new Enough(3));
    List<String> fired = new ArrayList<>();
    for (int count = 2; count <= 5; count++) {
      fired.add(rule.reason(samples(count, i -> 1), 0).orElse("-"));
    }
    assertEquals(List.of("-", "sample limit", "sample limit", "stable"), fired);
  }
}
