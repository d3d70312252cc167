package dev.pointwise.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Inputs that would be too large to keep. */
@SuppressWarnings("ImmutableEnumChecker") // arrays that nobody changes
enum Huge {
  ONE_LINE_OF_100_MB(100_000_000, "x", Target.SHAPES_FILE, Target.RESULTS_FILE),
  NUL_BYTES(64_000_000, "\0", Target.SHAPES_FILE, Target.RESULTS_FILE, Target.NPY_FILE),
  EMPTY_LINES(40_000_000, "\n", Target.SHAPES_FILE, Target.RESULTS_FILE),
  COLUMNS(4_000_000, "layer,", Target.SHAPES_FILE),
  QUOTES(4_000_000, "\"", Target.SHAPES_FILE, Target.FILTER),
  FIELDS("layer,repeat,cin,cout,h,w,stride,activation,bias,group_of_siblings\n", 4_000_000, ","),
  ARRAYS("{\"record\":", 4_000_000, "["),
  OBJECTS("{\"record\":", 4_000_000, "{\"a\":"),
  EMPTY_OBJECTS("{\"record\":[", 4_000_000, "{},"),
  ZEROS("{\"record\":[", 4_000_000, "0,"),
  DIGITS("{\"record\":", 4_000_000, "9"),
  TEXT("{\"record\":\"", 4_000_000, "\\u001b"),
  SLASHES(1_000_000, "/", Target.LINKER_CACHE),
  NAMES(1_000_000, "/libcublas.so.", Target.LINKER_CACHE),
  PLUSES(1_000_000, "+", Target.SHAPE),
  SIBLINGS(1_000_000, "/k1", Target.SHAPE),
  EXTENTS(1_000_000, "c1", Target.SHAPE),
  LETTERS(1_000_000, "c", Target.SHAPE, Target.DEFAULTS_FILE, Target.ARGUMENTS, Target.FILTER),
  WORDS(1_000_000, "x ", Target.ARGUMENTS),
  KEYS(1_000_000, "suite=x\n", Target.DEFAULTS_FILE),
  STARS(20_000, "*a", Target.FILTER);

  private final byte[] begin;
  private final int length;
  private final byte[] piece;
  private final Set<Target> targets;

  Huge(int length, String piece, Target... targets) {
    this.begin = new byte[0];
    this.length = length;
    this.piece = piece.getBytes(StandardCharsets.UTF_8);
    this.targets = EnumSet.copyOf(Arrays.asList(targets));
  }

  Huge(String begin, int length, String piece) {
    this.begin = begin.getBytes(StandardCharsets.UTF_8);
    this.length = length;
    this.piece = piece.getBytes(StandardCharsets.UTF_8);
    this.targets =
        begin.startsWith("{")
            ? EnumSet.of(Target.RESULTS_FILE, Target.TUNED_FILE, Target.ROOFLINE_FILE)
            : EnumSet.of(Target.SHAPES_FILE);
  }

  boolean isFor(Target target) {
    return targets.contains(target);
  }

  byte[] bytes() {
    byte[] bytes = Arrays.copyOf(begin, begin.length + length);
    for (int i = 0; i < length; i++) {
      bytes[begin.length + i] = piece[i % piece.length];
    }
    return bytes;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
