/** Files: arrays read strictly, and outputs written whole or not at all. */
@NullMarked
package dev.pointwise.io;

import org.jspecify.annotations.NullMarked;
