package dev.pointwise.acceptance;

import dev.pointwise.bench.LayerCase;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How much of its bound each of some cases reaches.
 *
 * @param all of them
 */
record Shares(List<Share> all) {
  /**
   * One case.
   *
   * @param layer the case
   * @param reached the part of what bounds it
   */
  record Share(LayerCase layer, double reached) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "`%s`: %.0f %%", layer, 100 * reached);
    }
  }

  Shares {
    all = List.copyOf(all);
  }

  /** Memory-bound cases with more traffic than caches hold. */
  static Shares ofMemory(Race race, Roofline roofline) {
    return of(race, roofline, Bound.MEMORY, List.of(Traffic.LARGE));
  }

  static Shares ofCompute(Race race, Roofline roofline) {
    return of(race, roofline, Bound.COMPUTE, List.of(Traffic.values()));
  }

  private static Shares of(Race race, Roofline roof, Bound bound, List<Traffic> traffic) {
    return new Shares(
        race.cases().stream()
            .filter(each -> roof.bound(each.layer()) == bound)
            .filter(each -> traffic.contains(Traffic.of(each.layer().bytes())))
            .map(each -> new Share(each.layer(), roof.share(each.layer(), each.own().seconds())))
            .toList());
  }

  /** Those that are more than the device allows. */
  List<Share> impossible() {
    return all.stream().filter(share -> share.reached() > 1).toList();
  }

  /** Those that can be. */
  List<Share> possible() {
    return all.stream().filter(share -> share.reached() <= 1).toList();
  }

  long below(double wanted) {
    return possible().stream().filter(share -> share.reached() < wanted).count();
  }

  /** That many of those that can be, the farthest from their bound first. */
  List<Share> worst(int most) {
    return possible().stream()
        .sorted(Comparator.comparingDouble(Share::reached))
        .limit(most)
        .toList();
  }
}
