package dev.pointwise.results;

/**
 * Into what the time from host to host splits, as medians in seconds.
 *
 * @param toDevice the input's way to the device
 * @param compute the computation
 * @param toHost the output's way back
 */
public record Phases(double toDevice, double compute, double toHost) {}
