package dev.pointwise.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Feeds every target its kept inputs, and inputs too large to be kept; prints what failed. */
public final class Corpus {
  private static final long TELLING_NANOS = 1_000_000_000L;

  private static final int MUTATIONS = 5;
  private static final int LONGEST_MUTATED = 1 << 16;

  private int inputs;
  private int failed;
  private long slowest;
  private String slowestName = "";

  private Corpus() {}

  /**
   * Runs all.
   *
   * @param args the folder of the kept inputs
   */
  public static void main(String[] args) throws IOException {
    Corpus corpus = new Corpus();
    for (Target target : Target.values()) {
      for (Path file : Fuzzing.kept(Path.of(args[0], target.toString()))) {
        corpus.feedWithMutations(
            target, String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
      for (Huge huge : Huge.values()) {
        if (huge.isFor(target)) {
          corpus.feed(target, huge.toString(), huge.bytes());
        }
      }
    }
    System.out.printf(
        "%d inputs, %d failed, slowest %s in %.1f s of the processor's time%n",
        corpus.inputs, corpus.failed, corpus.slowestName, corpus.slowest * 1e-9);
    System.exit(corpus.failed == 0 ? 0 : 1);
  }

  /** Feeds an input, and others that random bytes, cuts and repetitions make of it. */
  private void feedWithMutations(Target target, String name, byte[] input) {
    feed(target, name, input);
    SplittableRandom random = new SplittableRandom(name.hashCode());
    for (int i = 0; i < MUTATIONS && input.length <= LONGEST_MUTATED; i++) {
      feed(target, name + ", mutation " + i, mutated(input, random));
    }
  }

  private static byte[] mutated(byte[] input, SplittableRandom random) {
    int from = random.nextInt(input.length + 1);
    int to = random.nextInt(from, input.length + 1);
    byte[] result = input.clone();
    switch (random.nextInt(4)) {
      case 0 -> result = Arrays.copyOf(input, from);
      case 1 -> {
        result = Arrays.copyOf(input, input.length + to - from);
        System.arraycopy(input, from, result, to, input.length - from);
      }
      case 2 -> {
        result = Arrays.copyOf(input, input.length - (to - from));
        System.arraycopy(input, to, result, from, input.length - to);
      }
      default -> {
        for (int i = 0; i < 3 && input.length > 0; i++) {
          result[random.nextInt(input.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return result;
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // the process is about nothing else
  private void feed(Target target, String name, byte[] input) {
    inputs++;
    try {
      long taken = AllTargets.run(target, input);
      if (taken > TELLING_NANOS) {
        System.out.printf("%s/%s: %.1f s%n", target, name, taken * 1e-9);
      }
      if (taken > slowest) {
        slowest = taken;
        slowestName = target + "/" + name;
      }
    } catch (Throwable e) {
      failed++;
      System.out.println(target + "/" + name + " failed:");
      e.printStackTrace(System.out);
    }
  }
}
