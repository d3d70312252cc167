package dev.pointwise.cuda;

import dev.pointwise.backend.PlanExplanation;
import java.util.OptionalDouble;

/**
 * One way to run a layer.
 *
 * @param id how the cache of tuned plans knows it
 * @param name what it calls
 * @param note what else is to be known of it, or empty
 * @param variant what runs
 */
record Candidate(String id, String name, String note, Variant variant) {
  PlanExplanation.Candidate explained(OptionalDouble seconds) {
    return new PlanExplanation.Candidate(name, seconds, note);
  }
}
