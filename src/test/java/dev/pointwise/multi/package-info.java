@NullMarked
package dev.pointwise.multi;

import org.jspecify.annotations.NullMarked;
