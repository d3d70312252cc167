/**
 * The acceptance on a machine with a GPU: one program that runs every check there is as a process
 * of its own, within a time, and writes down what came of it. Java, and in the test tree, because
 * the bundle it runs from brings a Java runtime but no Python, and because this way the build
 * compiles, checks and tests it like everything else. See docs/GPU.md.
 */
@NullMarked
package dev.pointwise.acceptance;

import org.jspecify.annotations.NullMarked;
