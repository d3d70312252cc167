package dev.pointwise.bench;

import dev.pointwise.spec.ConvSpec;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a forward pass.
 *
 * @param name its name, unique in the pass
 * @param layerCase the layer and its extents
 * @param source what it reads: an input, or the layer before it
 * @param fed whether the source is a layer
 * @param feeds whether the next layer reads its output, so that nobody else sees it
 */
record PassLayer(String name, LayerCase layerCase, String source, boolean fed, boolean feeds) {
  ConvSpec spec() {
    return layerCase.spec();
  }

  /** The input that is added, if there is one. */
  @Nullable String residual() {
    return layerCase.shape().residual() ? name + "/add" : null;
  }
}
