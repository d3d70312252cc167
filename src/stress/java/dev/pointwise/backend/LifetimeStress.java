package dev.pointwise.backend;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What {@link Lifetime} promises, under jcstress: see scripts/stress. */
public final class LifetimeStress {
  private LifetimeStress() {}

  /** A use while another thread closes: refused, or over before closing has returned. */
  @JCStressTest
  @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "refused")
  @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "used while open")
  @Outcome(expect = Expect.FORBIDDEN, desc = "used after closing, or not closed")
  @State
  public static class CloseVersusUse {
    private final Lifetime lifetime = new Lifetime(this, "thing");
    private int memory = 1;

    /** Uses it, and says what it found. */
    @Actor
    public void use(III_Result result) {
      if (lifetime.tryEnter()) {
        result.r1 = memory;
        lifetime.exit();
      }
    }

    /** Closes it, and frees what it protects. */
    @Actor
    public void close(III_Result result) {
      result.r2 = lifetime.close() ? 1 : 0;
      memory = 2;
    }

    /** Whether it is closed. */
    @Arbiter
    public void arbiter(III_Result result) {
      result.r3 = lifetime.tryEnter() ? 0 : 1;
    }
  }

  /** Two threads close: one of them does. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 0"},
      expect = Expect.ACCEPTABLE,
      desc = "closed once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "closed twice, or not at all")
  @State
  public static class DoubleClose {
    private final Lifetime lifetime = new Lifetime(this, "thing");

    /** Closes it. */
    @Actor
    public void first(II_Result result) {
      result.r1 = lifetime.close() ? 1 : 0;
    }

    /** Closes it, too. */
    @Actor
    public void second(II_Result result) {
      result.r2 = lifetime.close() ? 1 : 0;
    }
  }
}
