package dev.pointwise.backend;

/** Loads and opens a backend in a thread that is interrupted, and runs a layer on it. */
final class InterruptedOpening {
  private InterruptedOpening() {}

  /**
   * Prints what an output element is, and whether the interrupt is still there.
   *
   * @param args the backend's name
   */
  public static void main(String[] args) {
    Thread.currentThread().interrupt();
    try (Backend backend = Backends.provider(args[0]).open(0, Tuning.OFF);
        SmallLayer small = new SmallLayer(backend);
        Tensor y = small.layer.run(small.x)) {
      System.out.println(y.download().get(0, 0, 0, 0) + " " + Thread.interrupted());
    }
  }
}
