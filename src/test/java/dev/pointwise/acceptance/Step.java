package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;

/**
 * One part of the acceptance. Its times are for a budget of {@link Options#USUAL_BUDGET} seconds,
 * and are scaled for others.
 *
 * @param name how it is asked for and reported
 * @param what it shows, in words
 * @param limit the most seconds it may take
 * @param reserve the seconds kept free for it by the steps before
 * @param needsGpu whether it is skipped where there is no GPU
 * @param work what it does
 */
record Step(String name, String what, double limit, double reserve, boolean needsGpu, Work work) {
  /** What a step does. */
  interface Work {
    /**
     * Does it, putting figures into {@code detail} as they come; {@link Session#save} keeps them.
     */
    Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException;
  }
}
