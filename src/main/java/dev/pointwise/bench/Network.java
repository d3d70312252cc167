package dev.pointwise.bench;

import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A suite as it is run: with a batch, types and a layout.
 *
 * @param suite the suite
 * @param batch the images per run; empty where each layer brings its own
 * @param precision types and multiplication
 * @param layout the layout throughout
 */
public record Network(Suite suite, OptionalInt batch, Precision precision, Layout layout) {
  /** The case that a row of the suite becomes. */
  public LayerCase layerCase(SuiteLayer layer) {
    LayerShape shape = batch.isPresent() ? layer.shape().batch(batch.getAsInt()) : layer.shape();
    return new LayerCase(shape, precision, layout);
  }

  /** The cases of all rows, in their order. */
  public List<LayerCase> cases() {
    return suite.layers().stream().map(this::layerCase).toList();
  }

  /** Name, batch, types and layout. */
  @Override
  public String toString() {
    return suite.name()
        + (batch.isPresent() ? " n" + batch.getAsInt() : "")
        + " "
        + precision.name().toLowerCase(Locale.ROOT)
        + " "
        + layout.name().toLowerCase(Locale.ROOT);
  }
}
