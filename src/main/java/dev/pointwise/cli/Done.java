package dev.pointwise.cli;

import dev.pointwise.bench.PlannedCase;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Use;
import java.util.Set;

/**
 * A case that needs no measuring any more.
 *
 * @param key which
 * @param uses the tables it is in
 */
record Done(CaseKey key, Set<Use> uses) {
  /** Whether a planned case is this one, and in no other table. */
  boolean covers(PlannedCase planned) {
    return key.equals(planned.benchCase().key()) && uses.containsAll(planned.uses());
  }
}
