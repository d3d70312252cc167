package dev.pointwise.results;

/**
 * What a run of a case has to do.
 *
 * @param flops floating-point operations, two for a multiply-add; bias and activation not counted
 * @param bytes that have to be moved however it is computed
 * @param parameters weights, biases and slopes
 */
public record Work(double flops, long bytes, long parameters) {}
