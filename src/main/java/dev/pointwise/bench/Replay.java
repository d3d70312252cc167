package dev.pointwise.bench;

import dev.pointwise.backend.Tuning;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a command line has to say, besides the case, for exactly that case to run again.
 *
 * @param backend the backend's name
 * @param devices which of its devices, by number; several as one
 * @param tuning whether it measures before choosing how to compute a layer
 * @param seed which operands
 */
public record Replay(String backend, List<Integer> devices, Tuning tuning, long seed) {
  private static final List<Integer> FIRST = List.of(0);

  /** Copies the devices. */
  public Replay {
    devices = List.copyOf(devices);
  }

  /** The command that verifies a case. */
  public String verify(LayerCase layerCase) {
    return command("verify", layerCase.options());
  }

  /** The command that measures a case. */
  public String bench(LayerCase layerCase) {
    return command("bench", layerCase.options());
  }

  private String numbers() {
    return devices.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The command that verifies and measures a network as a whole. */
  public String bench(Network network) {
    return command("bench", network.options());
  }

  private String command(String verb, String options) {
    return "pointwise "
        + verb
        + " "
        + options
        + " --backend "
        + backend
        + (devices.equals(FIRST) ? "" : " --device " + numbers())
        + (tuning == Tuning.ON ? " --tune" : "")
        + " --seed "
        + seed;
  }
}
