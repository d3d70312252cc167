package dev.pointwise.compare;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A machine whose times scatter. All parts are natural logarithms, so 0.01 is about 1 %.
 *
 * @param sample standard deviation from sample to sample
 * @param outliers part of the samples that take up to three times as long
 * @param drift standard deviation of a random walk over one run, common to all cases
 * @param placement standard deviation from one set of tensors to the next
 * @param run standard deviation from run to run, common to all cases
 */
record NoisyMachine(double sample, double outliers, double drift, double placement, double run) {
  /** What a run has. */
  record Load(int cases, int samples, boolean twice) {}

  /** A run whose cases take so many times as long as they are defined to. */
  RunResults run(Load load, double slowdown, SplittableRandom random) {
    double shift = Math.log(slowdown) + run * random.nextGaussian();
    Map<Series, double[][]> logs = new EnumMap<>(Series.class);
    double walk = 0;
    for (Series series : series(load)) {
      logs.put(series, new double[load.cases()][load.samples()]);
    }
    double step = drift / Math.sqrt((double) logs.size() * load.samples());
    for (double[][] rows : logs.values()) {
      double[] places = places(load, random);
      for (int i = 0; i < load.samples(); i++) {
        walk += step * random.nextGaussian();
        for (int row = 0; row < load.cases(); row++) {
          rows[row][i] = shift + walk + places[row] + scatter(random);
        }
      }
    }
    return results(load, logs);
  }

  private double[] places(Load load, SplittableRandom random) {
    double[] places = new double[load.cases()];
    Arrays.setAll(places, any -> placement * random.nextGaussian());
    return places;
  }

  private static List<Series> series(Load load) {
    return load.twice()
        ? List.of(Series.COLD, Series.HOT, Series.COLD_AGAIN, Series.HOT_AGAIN)
        : List.of(Series.COLD, Series.HOT);
  }

  private double scatter(SplittableRandom random) {
    double outlier = random.nextDouble() < outliers ? random.nextDouble(Math.log(3)) : 0;
    return outlier + sample * random.nextGaussian();
  }

  private static RunResults results(Load load, Map<Series, double[][]> logs) {
    List<CaseRow> rows = new ArrayList<>();
    for (int row = 0; row < load.cases(); row++) {
      double seconds = 1e-5 * (1 + row);
      Map<Series, Measurement> times = new EnumMap<>(Series.class);
      for (Map.Entry<Series, double[][]> each : logs.entrySet()) {
        double[] samples = each.getValue()[row].clone();
        for (int i = 0; i < samples.length; i++) {
          samples[i] = seconds * Math.exp(samples[i]);
        }
        times.put(each.getKey(), Rows.samples(samples));
      }
      rows.add(Rows.row(Rows.key(row), times));
    }
    return Rows.results(rows.toArray(CaseRow[]::new));
  }
}
