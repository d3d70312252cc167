package dev.pointwise.bench;

import dev.pointwise.results.Measurement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The samples of one thing, while they are taken. */
final class SampleSet {
  private final Timer sampler;
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
  SampleSet(Timer sampler, int runs, double shortest) {
    this.sampler = sampler;
    this.runs = runs;
    this.shortest = shortest;
  }

  /** Takes another sample. */
  void sample() {
    samples = count < samples.length ? samples : Arrays.copyOf(samples, 2 * count);
    samples[count++] = Math.max(sampler.seconds(runs), shortest) / runs;
  }

  List<Double> samples() {
    return DoubleStream.of(samples).limit(count).boxed().toList();
  }

  Measurement measurement(String stop) {
    return Measurement.of(samples(), runs, stop);
  }
}
