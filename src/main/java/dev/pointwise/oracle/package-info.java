/** The reference: layers computed plainly in binary64, and the comparison of results with it. */
@NullMarked
package dev.pointwise.oracle;

import org.jspecify.annotations.NullMarked;
