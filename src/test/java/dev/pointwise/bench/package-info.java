@NullMarked
package dev.pointwise.bench;

import org.jspecify.annotations.NullMarked;
