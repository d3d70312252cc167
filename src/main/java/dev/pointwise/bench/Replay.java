package dev.pointwise.bench;

import dev.pointwise.backend.Tuning;

/**
 * What a command line has to say, besides the case, for exactly that case to run again.
 *
 * @param backend the backend's name
 * @param device which of its devices
 * @param tuning whether it measures before choosing how to compute a layer
 * @param seed which operands
 */
public record Replay(String backend, int device, Tuning tuning, long seed) {
  /** The command that verifies a case. */
  public String verify(LayerCase layerCase) {
    return command("verify", layerCase);
  }

  /** The command that measures a case. */
  public String bench(LayerCase layerCase) {
    return command("bench", layerCase);
  }

  private String command(String verb, LayerCase layerCase) {
    return "pointwise "
        + verb
        + " "
        + layerCase.options()
        + " --backend "
        + backend
        + (device == 0 ? "" : " --device " + device)
        + (tuning == Tuning.ON ? " --tune" : "")
        + " --seed "
        + seed;
  }
}
