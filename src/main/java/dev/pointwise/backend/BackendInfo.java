package dev.pointwise.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a backend is and what it runs on.
 *
 * @param backend the backend's name, as in {@code --backend}
 * @param device the device's own name
 * @param details libraries with versions and paths, memory and the like, in the order to show them
 */
public record BackendInfo(String backend, String device, Map<String, String> details) {
  /** Copies the details. */
  public BackendInfo {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  @Override
  public String toString() {
    return backend + " (" + device + ")";
  }
}
