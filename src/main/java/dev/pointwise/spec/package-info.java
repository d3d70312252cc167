/** Immutable values and pure algebra: shapes, types, layouts, layers and the GEMMs they become. */
@NullMarked
package dev.pointwise.spec;

import org.jspecify.annotations.NullMarked;
