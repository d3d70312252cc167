package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.Backends;
import dev.pointwise.backend.Tuning;
import dev.pointwise.bench.Replay;
import dev.pointwise.multi.Devices;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Which backend and device to use. */
final class BackendOptions {
  static final String AUTO = "auto";

  @Option(
      names = "--backend",
      completionCandidates = Candidates.OfBackends.class,
      paramLabel = "NAME",
      defaultValue = AUTO,
      description =
          "auto (the best one available, named on the error stream with the reason), cuda or cpu;"
              + " run also takes oracle, and bench several, one after the other: cpu,cuda."
              + " Default: ${DEFAULT-VALUE}.")
  String name = AUTO;

  @Option(
      names = "--device",
      paramLabel = "I[,J...]|all",
      defaultValue = "0",
      description =
          "Which of the backend's devices, from 0 on. Several work as one: each runs its part of"
              + " the batch. Default: ${DEFAULT-VALUE}.")
  Devices devices = Devices.FIRST;

  @Option(
      names = "--tune",
      description =
          "On cuda: time every way to compute a layer on the device, run the fastest, and keep it"
              + " for later runs. Without it the choice is one kept before, or made by rule. The"
              + " other backends have no choice.")
  boolean tune;

  /** Whether the backend is to be chosen. */
  boolean isAuto() {
    return name.equals(AUTO);
  }

  /**
   * These options for each of the backends that are named.
   *
   * @throws UsageException if one is unknown or named twice
   */
  List<BackendOptions> each() {
    List<String> names = List.of(name.split(",", -1));
    if (Set.copyOf(names).size() < names.size() || (names.size() > 1 && names.contains(AUTO))) {
      throw new UsageException(
          "--backend is " + name + ", expected each backend once, or auto alone");
    }
    return names.stream().map(this::only).toList();
  }

  private BackendOptions only(String backend) {
    BackendOptions options = new BackendOptions();
    options.name = backend;
    options.devices = devices;
    options.tune = tune;
    options.check();
    return options;
  }

  private Tuning tuning() {
    return tune ? Tuning.ON : Tuning.OFF;
  }

  /** How cases run again on that backend. */
  Replay replay(Backend backend, long seed) {
    String kind = backend.info().backend();
    return new Replay(kind, devices.among(Backends.provider(kind)), tuning(), seed);
  }

  /** Refuses what could be refused without opening anything. */
  void check() {
    if (!isAuto()) {
      UsageException.check(() -> Backends.provider(name));
    }
  }

  /**
   * Finds out whether the backend is there, without opening it.
   *
   * @throws BackendUnavailableException if it is not
   */
  void checkAvailable() {
    String reason = isAuto() ? null : Backends.provider(name).unavailableReason();
    if (reason != null) {
      throw new BackendUnavailableException("backend " + name + " is unavailable: " + reason);
    }
  }

  /**
   * Opens the backend, and says on {@code err} which one it is and why.
   *
   * @throws BackendUnavailableException if it is not available
   */
  Backend open(PrintWriter err) {
    check();
    if (isAuto()) {
      Backends.Choice choice =
          opened(() -> Backends.choose(provider -> devices.open(provider, tuning())));
      Failures.print(err, choice.reason());
      return choice.backend();
    }
    checkAvailable();
    BackendProvider provider = Backends.provider(name);
    Backend backend = opened(() -> devices.open(provider, tuning()));
    Failures.print(err, "using " + backend.info() + ", as asked for");
    return backend;
  }

  /**
   * What {@code opening} opened. A refused argument is the user's to mend only where he asked for a
   * device that may be missing; the first is always there.
   */
  <T> T opened(Supplier<T> opening) {
    return devices.mayBeMissing() ? UsageException.check(opening) : opening.get();
  }
}
