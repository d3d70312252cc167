/** One backend over several devices, each of which runs its part of the batch. */
@NullMarked
package dev.pointwise.multi;

import org.jspecify.annotations.NullMarked;
