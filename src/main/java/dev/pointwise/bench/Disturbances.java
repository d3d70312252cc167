package dev.pointwise.bench;

import java.util.Optional;

/** Notices what disturbs a sample. */
interface Disturbances {
  /** Notices nothing. */
  Disturbances NONE = () -> Optional::empty;

  /** A sample begins now; what is returned says at its end what disturbed it, if anything. */
  Watch begin();

  /** A sample under way. */
  @FunctionalInterface
  interface Watch {
    /** What disturbed the sample, in a word or two. */
    Optional<String> end();
  }

  /** What one or the other notices. */
  static Disturbances anyOf(Disturbances one, Disturbances other) {
    return () -> {
      Watch first = one.begin();
      Watch second = other.begin();
      return () -> {
        Optional<String> later = second.end();
        return first.end().or(() -> later);
      };
    };
  }
}
