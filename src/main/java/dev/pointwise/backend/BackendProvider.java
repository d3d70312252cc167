package dev.pointwise.backend;

import org.jspecify.annotations.Nullable;

/** Makes backends of one kind; found through {@link java.util.ServiceLoader}. */
public interface BackendProvider {
  /** The kind's name, as in {@code --backend}. */
  String name();

  /** Which kind is preferred: the highest that is available. */
  int preference();

  /** Why no backend of this kind can be opened here, or null if one can. */
  @Nullable String unavailableReason();

  /** How many devices of this kind there are; 0 if it is not available. */
  int deviceCount();

  /**
   * Opens a backend.
   *
   * @param device which device, from 0 on
   * @param tuning whether to measure before choosing how to compute a layer
   * @throws IllegalArgumentException if there is no such device
   * @throws BackendUnavailableException if this kind is not available
   */
  Backend open(int device, Tuning tuning);
}
