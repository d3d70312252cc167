package dev.pointwise.bench;

import dev.pointwise.results.Phases;
import org.jspecify.annotations.Nullable;

/**
 * What a sampler found.
 *
 * @param seconds for one run
 * @param phases into what they split; null if that was not measured
 */
record Sample(double seconds, @Nullable Phases phases) {}
