package dev.pointwise.backend;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a layer is computed for tensors of some specs, and why so.
 *
 * @param chosen the name of what runs
 * @param reason why it was chosen, in a line
 * @param candidates all ways that were considered, the chosen one among them
 */
public record PlanExplanation(String chosen, String reason, List<Candidate> candidates) {
  /** Copies the list. */
  public PlanExplanation {
    candidates = List.copyOf(candidates);
  }

  /**
   * One way to compute a layer.
   *
   * @param name what it calls
   * @param seconds of one run on this device, where it was timed
   * @param note what else is to be known of it, such as why it is out of the question; may be empty
   */
  public record Candidate(String name, OptionalDouble seconds, String note) {}

  /** What a backend with no choice says. */
  public static PlanExplanation only(String name) {
    return new PlanExplanation(
        name, "the only way", List.of(new Candidate(name, OptionalDouble.empty(), "")));
  }
}
