package dev.pointwise.bench;

/**
 * One row of a suite.
 *
 * @param name the layer's name in its network
 * @param repeat how many identical layers the network has
 * @param shape the layer, for one image
 * @param siblings a tag that layers reading the same tensor share; empty if there are none
 */
public record SuiteLayer(String name, int repeat, LayerShape shape, String siblings) {
  /** Checks that the layer is there at all. */
  public SuiteLayer {
    if (repeat < 1) {
      throw new IllegalArgumentException("repeat is " + repeat + ", expected at least 1");
    }
  }
}
