package dev.pointwise.bench;

import org.jspecify.annotations.Nullable;

/**
 * The samples of one layer.
 *
 * @param calls of runs called one by one
 * @param recorded of runs recorded and replayed; null if they were not asked for
 */
public record LayerTimes(Measurement calls, @Nullable Measurement recorded) {}
