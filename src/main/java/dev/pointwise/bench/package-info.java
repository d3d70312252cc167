/**
 * Measuring: the suites of layers, their verification, samples and statistics, and reports. Sees
 * backends only through their contract, and knows nothing of the command line.
 */
@NullMarked
package dev.pointwise.bench;

import org.jspecify.annotations.NullMarked;
