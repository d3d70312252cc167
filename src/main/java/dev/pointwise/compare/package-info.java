/**
 * Two sets of results side by side: which cases became faster or slower, on what evidence, and when
 * the two cannot be compared at all. Goes by results alone, whether they were measured now or read
 * from a file.
 */
@NullMarked
package dev.pointwise.compare;

import org.jspecify.annotations.NullMarked;
