package dev.pointwise.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/** All targets as one, for a short run: the first byte says which. Or else one of them. */
public final class AllTargets {
  /** The system property that names the one target; then inputs are all its own. */
  static final String ONE = "pointwise.fuzz.target";

  /** No input may take longer. Of the processor's time, since others may be using it, too. */
  static final long MOST_NANOS = 10_000_000_000L;

  private static final List<Target> TARGETS = List.of(Target.values());
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private AllTargets() {}

  /** The input of this class that is that input of a target. */
  static byte[] input(Target target, byte[] input) {
    byte[] all = new byte[input.length + 1];
    all[0] = (byte) TARGETS.indexOf(target);
    System.arraycopy(input, 0, all, 1, input.length);
    return all;
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    String one = System.getProperty(ONE);
    if (one != null) {
      run(Target.of(one), input);
    } else if (input.length > 0) {
      Target target = TARGETS.get(Math.floorMod(input[0], TARGETS.size()));
      run(target, Arrays.copyOfRange(input, 1, input.length));
    }
  }

  /** Feeds a target; returns what that took, in nanoseconds of the processor's time. */
  static long run(Target target, byte[] input) throws Throwable {
    long before = THREADS.getCurrentThreadCpuTime();
    target.run(input);
    long taken = THREADS.getCurrentThreadCpuTime() - before;
    if (taken > MOST_NANOS) {
      throw new AssertionError(target + " took " + taken / 1_000_000 + " ms");
    }
    return taken;
  }
}
