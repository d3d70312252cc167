package dev.pointwise.cuda;

/**
 * What tuning found to be the fastest way to run a layer.
 *
 * @param id the candidate's
 * @param seconds of one run
 */
record TunedPlan(String id, double seconds) {
  /**
   * Checks what may come out of a file.
   *
   * @throws IllegalArgumentException if there is no id, or the time is none
   */
  TunedPlan {
    if (id.isEmpty() || !(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("'" + id + "' in " + seconds + " s is no tuned plan");
    }
  }
}
