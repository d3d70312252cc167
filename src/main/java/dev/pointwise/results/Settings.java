package dev.pointwise.results;

/**
 * How cases are measured.
 *
 * @param seed which operands
 * @param fill what they hold
 * @param timing what a sample lasts
 * @param order in which order cases are sampled
 * @param budget seconds of sampling for a case at most
 * @param recorded whether recordings are measured besides
 * @param twice whether each case is measured once more, to learn what differs without a reason
 */
public record Settings(
    long seed,
    Fill fill,
    Timing timing,
    Order order,
    double budget,
    boolean recorded,
    boolean twice) {}
