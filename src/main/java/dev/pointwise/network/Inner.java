package dev.pointwise.network;

/**
 * A tensor that a network keeps: of the extents, type and layout of a node, whatever channels.
 *
 * @param like the node
 * @param channels C
 */
record Inner(String like, int channels) {}
