package dev.pointwise.results;

import java.util.Locale;

/** How much of a network is one call. */
public enum Fuse {
  /** The product alone: bias, residual and activation are left out. */
  NONE,
  /** A layer with all that follows its product. */
  EPILOGUE,
  /** The layers that read one tensor; layers that have no siblings as {@link #EPILOGUE}. */
  SIBLINGS,
  /** All layers of a forward pass. */
  NETWORK;

  /** The name on the command line and in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
