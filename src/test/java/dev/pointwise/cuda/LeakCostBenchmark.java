package dev.pointwise.cuda;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What it costs a call that makes a tensor, {@link HostCostBenchmark#layerAndOutput}, that open
 * resources are watched: JVMs with the settings of {@code pointwise.leaks} take turns. See
 * scripts/bench-host.
 */
public final class LeakCostBenchmark {
  private static final int ROUNDS = 7;

  private enum Leaks {
    OFF,
    SAMPLED,
    ALL;

    double median() throws RunnerException {
      RunResult result =
          new Runner(
                  new OptionsBuilder()
                      .include(HostCostBenchmark.class.getName() + ".layerAndOutput")
                      .warmupIterations(2)
                      .measurementIterations(3)
                      .measurementTime(TimeValue.seconds(1))
                      .forks(1)
                      .jvmArgs(
                          "--enable-native-access=ALL-UNNAMED",
                          "-Dpointwise.cuda.path=" + System.getProperty("pointwise.cuda.path"),
                          "-Dpointwise.leaks=" + name().toLowerCase(Locale.ROOT))
                      .build())
              .runSingle();
      return result.getPrimaryResult().getStatistics().getPercentile(50);
    }
  }

  private LeakCostBenchmark() {}

  /**
   * Prints the median of the medians, in microseconds, and the median of the ratios to {@code off}
   * within a round.
   *
   * @throws RunnerException if JMH fails
   */
  public static void main(String[] args) throws RunnerException {
    Map<Leaks, List<Double>> micros = new EnumMap<>(Leaks.class);
    Map<Leaks, List<Double>> ratios = new EnumMap<>(Leaks.class);
    for (int round = 0; round < ROUNDS; round++) {
      double off = 0;
      for (Leaks leaks : Leaks.values()) {
        double median = leaks.median();
        off = leaks == Leaks.OFF ? median : off;
        micros.computeIfAbsent(leaks, key -> new ArrayList<>()).add(median);
        ratios.computeIfAbsent(leaks, key -> new ArrayList<>()).add(median / off);
      }
    }
    for (Leaks leaks : Leaks.values()) {
      System.out.printf(
          Locale.ROOT,
          "FIGURE: run and closing its output, leaks %s: %.2f µs, %.3f of off%n",
          leaks.name().toLowerCase(Locale.ROOT),
          middle(Objects.requireNonNull(micros.get(leaks))),
          middle(Objects.requireNonNull(ratios.get(leaks))));
    }
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
