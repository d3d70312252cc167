package dev.pointwise.results;

/**
 * Which case it is: equal on every machine, in every run.
 *
 * @param fuse how much is one call
 * @param shape the layer, siblings separated by {@code /}, or a network's name and batch
 * @param dtype types and multiplication, as in {@code --dtype}
 * @param layout as in {@code --layout}
 */
public record CaseKey(Fuse fuse, String shape, String dtype, String layout) {
  @Override
  public String toString() {
    return shape + " " + dtype + " " + layout + (fuse == Fuse.EPILOGUE ? "" : " " + fuse);
  }
}
