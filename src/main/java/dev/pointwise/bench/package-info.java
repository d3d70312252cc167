/**
 * Measuring: the suites of layers, cases and their verification, samples, and rooflines. Sees
 * backends only through their contract, and knows nothing of the command line.
 */
@NullMarked
package dev.pointwise.bench;

import org.jspecify.annotations.NullMarked;
