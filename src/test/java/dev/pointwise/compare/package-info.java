@NullMarked
package dev.pointwise.compare;

import org.jspecify.annotations.NullMarked;
