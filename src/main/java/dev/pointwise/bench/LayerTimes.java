package dev.pointwise.bench;

import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.results.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one layer.
 *
 * @param calls of runs called one by one
 * @param recorded of runs recorded and replayed; null if they were not asked for
 * @param plan how the backend computed the layer
 */
public record LayerTimes(Measurement calls, @Nullable Measurement recorded, PlanExplanation plan) {}
