/**
 * Layers on the processor: the products of {@code GemmShape} on OpenBLAS, cut into chunks that many
 * threads share. The default where there is no GPU.
 */
@NullMarked
package dev.pointwise.cpu;

import org.jspecify.annotations.NullMarked;
