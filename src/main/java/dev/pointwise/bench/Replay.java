package dev.pointwise.bench;

import dev.pointwise.backend.Tuning;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import java.util.ArrayList;
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
  /** Seconds of sampling that a case is given unless something else is said. */
  private static final double USUAL_BUDGET = 1;

  private static final List<Integer> FIRST = List.of(0);

  /** Copies the devices. */
  public Replay {
    devices = List.copyOf(devices);
  }

  /** The command that verifies a case. */
  public String verify(BenchCase benchCase) {
    return "pointwise " + String.join(" ", command("verify", benchCase.options()));
  }

  /** What follows {@code pointwise} on the command line that measures a case in the same way. */
  public List<String> bench(BenchCase benchCase, Settings settings) {
    List<String> command = command("bench", benchCase.options());
    if (settings.fill() != Fill.UNIFORM) {
      command.addAll(List.of("--fill", settings.fill().toString()));
    }
    if (settings.timing() != Timing.DEVICE) {
      command.addAll(List.of("--time", settings.timing().toString()));
    }
    if (settings.budget() != USUAL_BUDGET) {
      command.addAll(List.of("--time-budget", String.valueOf(settings.budget())));
    }
    if (settings.recorded()) {
      command.add("--recorded");
    }
    if (settings.twice()) {
      command.add("--aa");
    }
    return List.copyOf(command);
  }

  private List<String> command(String verb, List<String> options) {
    List<String> command = new ArrayList<>(List.of(verb));
    command.addAll(options);
    command.addAll(List.of("--backend", backend));
    if (!devices.equals(FIRST)) {
      command.addAll(List.of("--device", numbers()));
    }
    if (tuning == Tuning.ON) {
      command.add("--tune");
    }
    command.addAll(List.of("--seed", String.valueOf(seed)));
    return command;
  }

  private String numbers() {
    return devices.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
