package dev.pointwise.cli;

import dev.pointwise.results.Fill;
import dev.pointwise.results.Order;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import picocli.CommandLine.Option;

/** How cases are measured. */
final class MeasuringOptions {
  private static final double LONGEST = 3600;

  @Option(
      names = "--time",
      paramLabel = "device|e2e",
      defaultValue = "device",
      description =
          "What a sample lasts: device, the computation on tensors that are there already; e2e,"
              + " with the input's way to the device and the output's way back, told apart."
              + " Default: ${DEFAULT-VALUE}.")
  Timing timing = Timing.DEVICE;

  @Option(
      names = "--fill",
      paramLabel = "FILL",
      defaultValue = "uniform",
      description =
          "What operands hold: uniform in [-1,1], ints, or zeros, which flatter."
              + " Default: ${DEFAULT-VALUE}.")
  Fill fill = Fill.UNIFORM;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "interleaved",
      description =
          "interleaved: a sample of each case in turn, so that drift hits all alike; or sequential."
              + " Default: ${DEFAULT-VALUE}.")
  Order order = Order.INTERLEAVED;

  @Option(
      names = "--recorded",
      description = "Measure each layer as a recording, too (on a GPU a CUDA graph).")
  boolean recorded;

  @Option(
      names = "--time-budget",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "How long to sample one case at most; sampling ends earlier once the spread is small"
              + " enough. Default: ${DEFAULT-VALUE}.")
  double budget = 1;

  /** Takes over how something was measured before. */
  void take(Settings settings) {
    timing = settings.timing();
    fill = settings.fill();
    order = settings.order();
    recorded = settings.recorded();
    budget = settings.budget();
  }

  /**
   * The settings.
   *
   * @param seed which operands
   * @param twice whether each case is measured once more
   * @throws UsageException if they make no sense
   */
  Settings settings(long seed, boolean twice) {
    if (!(budget > 0 && budget <= LONGEST)) {
      throw new UsageException(
          "--time-budget is " + budget + ", expected seconds above 0 and up to 3600");
    }
    if (recorded && timing == Timing.E2E) {
      throw new UsageException(
          "--recorded is given, expected none beside --time e2e, which copies on every run");
    }
    return new Settings(seed, fill, timing, order, budget, recorded, twice);
  }
}
