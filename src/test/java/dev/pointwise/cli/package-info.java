@NullMarked
package dev.pointwise.cli;

import org.jspecify.annotations.NullMarked;
