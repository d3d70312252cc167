package dev.pointwise.oracle;

import dev.pointwise.spec.Shape;

/**
 * A run of pixels, counted row by row through all images.
 *
 * @param shape the extents they belong to; not empty
 * @param first the first pixel
 * @param length how many
 */
record PixelTile(Shape shape, long first, int length) {
  interface Visitor {
    void visit(int i, int n, int h, int w);
  }

  /** Visits the pixels in order: the rank within the run, and the coordinates. */
  void forEach(Visitor visitor) {
    int n = (int) (first / shape.pixels());
    long pixel = first % shape.pixels();
    int h = (int) (pixel / shape.w());
    int w = (int) (pixel % shape.w());
    for (int i = 0; i < length; i++) {
      visitor.visit(i, n, h, w);
      if (++w == shape.w()) {
        w = 0;
        if (++h == shape.h()) {
          h = 0;
          n++;
        }
      }
    }
  }
}
