package dev.pointwise.cuda;

import java.security.CodeSource;
import java.util.List;
import java.util.Objects;

/**
 * Where in this product a native function is called.
 *
 * @param function the function
 * @param frames the {@value #DEPTH} innermost lines of the product that lead to the call
 */
record CallSite(String function, List<String> frames) {
  private static final int DEPTH = 5;
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private static final CodeSource PRODUCT = CudaBackend.class.getProtectionDomain().getCodeSource();
  private static final ClassValue<Boolean> OURS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          CodeSource source = type.getProtectionDomain().getCodeSource();
          return source != null && Objects.equals(source.getLocation(), PRODUCT.getLocation());
        }
      };

  /** The place from which this thread calls a function. */
  static CallSite of(String function) {
    return new CallSite(function, lines(DEPTH));
  }

  /** The lines of the product that this thread is at, the innermost first, at most that many. */
  static List<String> lines(int most) {
    return STACK.walk(
        frames ->
            frames
                .filter(frame -> OURS.get(frame.getDeclaringClass()))
                .limit(most)
                .map(frame -> line(frame.toStackTraceElement()))
                .toList());
  }

  /** As it is compared: class, method and number. */
  static String line(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.substring(name.lastIndexOf('.') + 1)
        + '.'
        + frame.getMethodName()
        + ':'
        + frame.getLineNumber();
  }

  @Override
  public String toString() {
    return function + " < " + String.join(" < ", frames);
  }
}
