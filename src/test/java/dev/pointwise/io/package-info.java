@NullMarked
package dev.pointwise.io;

import org.jspecify.annotations.NullMarked;
