package dev.pointwise.network;

/**
 * What a network comes to.
 *
 * @param layers layers as declared
 * @param steps calls of the backend's layers that one run makes
 * @param products matrix products of one run: one for each step, or one for each branch of a concat
 *     that lies in pieces
 * @param buffers buffers that the tensors in between share
 * @param bytes their memory
 */
public record Footprint(int layers, int steps, int products, int buffers, long bytes) {}
