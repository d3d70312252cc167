package dev.pointwise.results;

/**
 * What a case took on the wall clock, in seconds.
 *
 * @param verifying comparing it with the oracle
 * @param preparing making operands, preparing, uploading and warming up
 * @param sampling taking samples, flushing caches included
 */
public record Cost(double verifying, double preparing, double sampling) {}
