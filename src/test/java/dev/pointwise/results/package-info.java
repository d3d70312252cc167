@NullMarked
package dev.pointwise.results;

import org.jspecify.annotations.NullMarked;
