package dev.pointwise.bench;

import dev.pointwise.fuzz.Refusal;
import java.nio.charset.StandardCharsets;

/** Shapes of layers and of siblings. */
public final class LayerShapeFuzz {
  private LayerShapeFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      for (LayerShape shape : SiblingCase.parse(text)) {
        if (!LayerShape.parse(shape.toString()).equals(shape)) {
          throw new AssertionError(shape + " is read as another shape");
        }
      }
    } catch (IllegalArgumentException e) {
      Refusal.check(e);
    }
  }
}
