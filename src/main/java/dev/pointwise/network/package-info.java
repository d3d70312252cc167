/**
 * Networks of layers: a description, what is folded and merged when it is loaded, and what runs it
 * on a backend. Sees backends only through their contract.
 */
@NullMarked
package dev.pointwise.network;

import org.jspecify.annotations.NullMarked;
