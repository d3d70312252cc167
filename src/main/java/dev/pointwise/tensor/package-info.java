/** Tensors and weights in host memory, and the conversion between element types. */
@NullMarked
package dev.pointwise.tensor;

import org.jspecify.annotations.NullMarked;
