package dev.pointwise.bench;

import dev.pointwise.results.Measurement;
import dev.pointwise.results.Statistics;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The samples of one thing, while they are taken. */
final class SampleSet {
  private final Sampler sampler;
  private final int runs;
  private final double shortest;
  private double[] samples = new double[16];
  private int count;

  /**
   * No samples yet.
   *
   * @param runs how many runs make a sample
   * @param shortest the seconds that a sample is taken to last at least
   */
  SampleSet(Sampler sampler, int runs, double shortest) {
    this.sampler = sampler;
    this.runs = runs;
    this.shortest = shortest;
  }

  /** Takes another sample. */
  void sample() {
    samples = count < samples.length ? samples : Arrays.copyOf(samples, 2 * count);
    samples[count++] = Math.max(sampler.seconds(runs), shortest) / runs;
  }

  Statistics statistics() {
    return Statistics.of(Arrays.copyOf(samples, count));
  }

  Measurement measurement(String stop) {
    return Measurement.of(DoubleStream.of(samples).limit(count).boxed().toList(), runs, stop);
  }
}
