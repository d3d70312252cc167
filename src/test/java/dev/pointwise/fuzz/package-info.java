/**
 * Hostile input: what runs every parser on a kept corpus, and under Jazzer, which makes more of it.
 * The targets lie beside the parsers that they are about, and are called {@code …Fuzz}.
 */
@NullMarked
package dev.pointwise.fuzz;

import org.jspecify.annotations.NullMarked;
