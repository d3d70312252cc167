package dev.pointwise.backend;

/** Whether a backend measures before it chooses between several ways to compute a layer. */
public enum Tuning {
  /** Chooses by rule, or by what was measured and kept before. */
  OFF,

  /**
   * Where there is a choice, times every way on the device when a layer first meets tensors of some
   * specs, and keeps the fastest for later processes, too. A backend without a choice ignores it.
   */
  ON
}
