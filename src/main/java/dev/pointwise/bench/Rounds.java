package dev.pointwise.bench;

import dev.pointwise.results.Roofline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How often ceilings are measured: at least three times, and until a round raises none of them by
 * more than 2 %, though no longer than 15 seconds.
 */
final class Rounds {
  private static final int FEWEST = 3;
  private static final double RISEN = 1.02;
  private static final double SECONDS = 15;

  private final LongSupplier nanoTime;
  private final long started;
  private List<Double> before = List.of();
  private int rounds;

  /** Begins now. */
  Rounds() {
    this(System::nanoTime);
  }

  Rounds(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    started = nanoTime.getAsLong();
  }

  /**
   * Whether to measure once more.
   *
   * @param best of all rounds so far
   */
  boolean goOn(Roofline best) {
    List<Double> now = ceilings(best);
    boolean risen = false;
    for (int i = 0; i < before.size(); i++) {
      risen |= now.get(i) > RISEN * before.get(i);
    }
    before = now;
    rounds++;
    boolean late = (nanoTime.getAsLong() - started) * 1e-9 >= SECONDS;
    return rounds < FEWEST || (risen && !late);
  }

  private static List<Double> ceilings(Roofline roofline) {
    List<Double> all = new ArrayList<>(roofline.peaks().values());
    roofline.bandwidths().forEach(each -> all.add(each.rate()));
    all.add(1 / roofline.launch());
    return all;
  }
}
