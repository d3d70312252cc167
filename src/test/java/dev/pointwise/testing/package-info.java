/** Backends over the oracle, for tests of what uses backends. */
@NullMarked
package dev.pointwise.testing;

import org.jspecify.annotations.NullMarked;
