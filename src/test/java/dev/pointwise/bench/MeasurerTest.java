package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.bench.StoppingRule.Enough;
import dev.pointwise.results.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class MeasurerTest {
  private long now;
  private int calls;

  /** Something that takes as long as {@code seconds} says of its n-th sample, for each run. */
  private Timer sampler(IntToDoubleFunction seconds) {
    return runs -> {
      double total = runs * seconds.applyAsDouble(calls++);
      now += Math.round(total * 1e9);
      return total;
    };
  }

  private Measurement measure(StoppingRule rule, IntToDoubleFunction seconds) {
    return new Measurer(0.1, 0.001, rule, () -> now).measure(sampler(seconds));
  }

  @Test
  void aSampleIsLongEnoughForTheClock() {
    Measurement measurement = measure(new Enough(5), call -> 30e-6);
    assertEquals(34, measurement.runs());
    assertEquals(5, measurement.samples().size());
    assertEquals(30e-6, measurement.statistics().median(), 1e-12);
    assertEquals(1, measure(new Enough(1), call -> 0.5).runs());
  }

  @Test
  void severalThingsAreSampledInTurnUntilAllAreDone() {
    List<String> order = new ArrayList<>();
    List<Timer> samplers = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      Timer timed = sampler(call -> name.equals("a") ? 0.002 : 0.004);
      samplers.add(
          runs -> {
            order.add(name);
            return timed.seconds(runs);
          });
    }
    StoppingRule rule =
        (soFar, elapsed) ->
            soFar.size() >= (soFar.getFirst() > 0.003 ? 4 : 2)
                ? Optional.of("after " + soFar.getFirst())
                : Optional.empty();
    List<Measurement> both = new Measurer(0, 0.001, rule, () -> now).measure(samplers);
    assertEquals("abababab", String.join("", order.subList(order.size() - 8, order.size())));
    assertEquals(List.of(0.002, 0.002, 0.002, 0.002), both.getFirst().samples());
    assertEquals(List.of(0.004, 0.004, 0.004, 0.004), both.getLast().samples());
    assertEquals("after 0.002", both.getFirst().stop());
  }

  @Test
  void theFirstRunDoesNotDecideHowManyThereAre() {
    assertEquals(100, measure(new Enough(1), call -> call == 0 ? 5 : 10e-6).runs());
  }
}
