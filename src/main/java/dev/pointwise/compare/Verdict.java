package dev.pointwise.compare;

/** What a comparison comes to. */
public enum Verdict {
  /** Less time than before, on all the evidence that is asked for. */
  FAST,
  /** No difference was shown. That is no proof that there is none. */
  SAME,
  /** More time than before, on all the evidence that is asked for. */
  SLOW,
  /** The evidence contradicts itself, or the conditions were not the same. */
  AMBIGUOUS
}
