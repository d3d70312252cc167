package dev.pointwise.compare;

import java.util.Collection;

/** What a comparison comes to. */
public enum Verdict {
  /** Less time than before, on all the evidence that is asked for. */
  FAST,
  /** No difference was shown. That is no proof that there is none. */
  SAME,
  /** More time than before, on all the evidence that is asked for. */
  SLOW,
  /** The evidence contradicts itself, or the conditions were not the same. */
  AMBIGUOUS;

  /**
   * What several verdicts on one thing come to: FAST or SLOW if one of them is and none says the
   * opposite, else AMBIGUOUS if one of them is, or they contradict, else SAME.
   */
  public static Verdict of(Collection<Verdict> verdicts) {
    boolean fast = verdicts.contains(FAST);
    boolean slow = verdicts.contains(SLOW);
    if (fast != slow) {
      return fast ? FAST : SLOW;
    }
    return fast || verdicts.contains(AMBIGUOUS) ? AMBIGUOUS : SAME;
  }

  /** FAST or SLOW, whichever that ratio of new to old is. */
  static Verdict direction(double ratio) {
    return ratio < 1 ? FAST : SLOW;
  }
}
