@NullMarked
package dev.pointwise.network;

import org.jspecify.annotations.NullMarked;
