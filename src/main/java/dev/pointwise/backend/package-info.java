/** The contract that every executor of layers keeps: backends, prepared layers, device tensors. */
@NullMarked
package dev.pointwise.backend;

import org.jspecify.annotations.NullMarked;
