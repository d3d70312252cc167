@NullMarked
package dev.pointwise.report;

import org.jspecify.annotations.NullMarked;
