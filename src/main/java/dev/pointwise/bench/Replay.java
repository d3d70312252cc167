package dev.pointwise.bench;

/**
 * What a command line has to say, besides the case, for exactly that case to run again.
 *
 * @param backend the backend's name
 * @param device which of its devices
 * @param seed which operands
 */
public record Replay(String backend, int device, long seed) {
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
        + " --seed "
        + seed;
  }
}
