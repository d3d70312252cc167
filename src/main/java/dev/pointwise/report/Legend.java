package dev.pointwise.report;

import java.util.List;

/** How the tables are to be read. */
final class Legend {
  static final List<String> LINES =
      List.of(
          "cold: single runs, caches filled with something else before each; hot: back to back, same tensors",
          "times are medians; IQR: the middle half of the samples ÷ median; roof: % of what is possible");

  static final String WHOLE =
      "one forward pass of all 1x1 layers as one; what lies between them is absent";

  private Legend() {}
}
