package dev.pointwise.compare;

/**
 * How much two times differ without a reason.
 *
 * @param effect the difference, as a part of the shorter time
 * @param source where it comes from, in a few words
 */
public record Floor(double effect, String source) {}
