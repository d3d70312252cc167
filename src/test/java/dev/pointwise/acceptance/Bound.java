package dev.pointwise.acceptance;

/** What keeps a layer from being faster. */
enum Bound {
  /** The bytes that it has to move. */
  MEMORY("memory-bound"),
  /** The products that it has to compute. */
  COMPUTE("compute-bound"),
  /** It is over sooner than a kernel starts and ends. */
  LAUNCH("launch-bound");

  private final String text;

  Bound(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
