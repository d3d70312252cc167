package dev.pointwise.network;

/**
 * Where a tensor of a network lies: some channels of one that the call brings along or of one that
 * the network keeps.
 *
 * @param home whose
 * @param index which of them
 * @param offset the first channel
 * @param channels how many
 */
record Slot(Home home, int index, int offset, int channels) {
  /** Whose a tensor is. */
  enum Home {
    /** One of the call's inputs. */
    INPUT,
    /** One of the call's outputs. */
    OUTPUT,
    /** One that the network keeps. */
    INNER
  }
}
