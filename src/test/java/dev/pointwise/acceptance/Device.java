package dev.pointwise.acceptance;

import com.google.gson.JsonObject;

/**
 * What there is to run on.
 *
 * @param reason why nothing can run; empty if it can
 * @param name the device's name
 * @param libraries the directories of the CUDA libraries that Pointwise loaded, separated by colons
 */
record Device(String reason, String name, String libraries) {
  /** The device as the probe describes it. */
  static Device of(JsonObject probe) {
    return new Device(
        JsonLines.text(probe, "unavailable"),
        JsonLines.text(probe, "device"),
        JsonLines.text(probe, "libraries"));
  }

  boolean available() {
    return reason.isEmpty();
  }

  /** Whether it only stands in for a GPU, so that no time taken on it means anything. */
  boolean standIn() {
    return name.contains("CPU stand-in");
  }
}
