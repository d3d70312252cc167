package dev.pointwise.cpu;

/** How many threads work on a layer. */
final class Threads {
  private static final String PROPERTY = "pointwise.threads";
  private static final String VARIABLE = "POINTWISE_THREADS";

  private Threads() {}

  /** What the property says, else the environment variable, else one for each processor. */
  static int configured() {
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      return parse(PROPERTY, property);
    }
    String variable = System.getenv(VARIABLE);
    return variable == null || variable.isEmpty()
        ? Runtime.getRuntime().availableProcessors()
        : parse(VARIABLE, variable);
  }

  private static int parse(String name, String text) {
    try {
      return check(name, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " is '" + text + "', expected a number of threads", e);
    }
  }

  static int check(String name, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(name + " is " + threads + ", expected at least 1");
    }
    return threads;
  }
}
