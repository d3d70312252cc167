package dev.pointwise.cli;

import dev.pointwise.bench.PlannedCase;
import dev.pointwise.results.Use;
import dev.pointwise.spec.Nearest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes the cases whose layer, shape, network, or network/layer a glob matches as a whole: {@code
 * *} stands for any characters, {@code ?} for one, everything else for itself.
 *
 * @param glob the glob
 */
record Filter(String glob) {
  /**
   * The cases it takes, each with the uses it takes; all uses if it takes the shape.
   *
   * @throws UsageException if it takes none
   */
  List<PlannedCase> of(List<PlannedCase> cases) {
    List<PlannedCase> taken =
        cases.stream()
            .map(each -> new PlannedCase(each.benchCase(), uses(each)))
            .filter(each -> !each.uses().isEmpty())
            .toList();
    if (taken.isEmpty()) {
      List<String> names = cases.stream().flatMap(Filter::names).distinct().toList();
      throw new UsageException(
          "--filter is '"
              + glob
              + "', which matches none of "
              + cases.size()
              + " cases, expected a layer, shape, network or network/layer, with * and ?"
              + Nearest.hint(glob, names));
    }
    return taken;
  }

  private static Stream<String> names(PlannedCase planned) {
    return Stream.concat(
        Stream.of(planned.benchCase().key().shape()),
        planned.uses().stream().flatMap(Filter::names));
  }

  private static Stream<String> names(Use use) {
    return Stream.of(use.layer(), use.network(), use.network() + "/" + use.layer());
  }

  private List<Use> uses(PlannedCase planned) {
    return Glob.matches(glob, planned.benchCase().key().shape())
        ? planned.uses()
        : planned.uses().stream()
            .filter(use -> names(use).anyMatch(name -> Glob.matches(glob, name)))
            .toList();
  }
}
