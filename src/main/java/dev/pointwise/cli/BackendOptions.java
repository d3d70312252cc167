package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.Backends;
import dev.pointwise.bench.Replay;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Which backend and device to use. */
final class BackendOptions {
  static final String AUTO = "auto";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = AUTO,
      description =
          "auto (the best one available, named on the error stream with the reason), cuda or cpu;"
              + " run also takes oracle. Default: ${DEFAULT-VALUE}.")
  String name = AUTO;

  @Option(
      names = "--device",
      paramLabel = "I",
      defaultValue = "0",
      description = "Which of the backend's devices, from 0 on. Default: ${DEFAULT-VALUE}.")
  int device;

  /** How cases run again on that backend. */
  Replay replay(Backend backend, long seed) {
    return new Replay(backend.info().backend(), device, seed);
  }

  /** Refuses what could be refused without opening anything. */
  void check() {
    if (device < 0) {
      throw new UsageException("--device is " + device + ", expected at least 0");
    }
    if (!name.equals(AUTO)) {
      UsageException.check(() -> Backends.provider(name));
    }
  }

  /**
   * Opens the backend, and says on {@code err} which one it is and why.
   *
   * @throws BackendUnavailableException if it is not available
   */
  Backend open(PrintWriter err) {
    check();
    if (name.equals(AUTO)) {
      Backends.Choice choice = opened(() -> Backends.choose(device));
      Failures.print(err, choice.reason());
      return choice.backend();
    }
    BackendProvider provider = Backends.provider(name);
    String reason = provider.unavailableReason();
    if (reason != null) {
      throw new BackendUnavailableException("backend " + name + " is unavailable: " + reason);
    }
    Backend backend = opened(() -> provider.open(device));
    Failures.print(err, "using " + backend.info() + ", as asked for");
    return backend;
  }

  /**
   * What {@code opening} opened. A refused argument is the user's to mend only where he asked for a
   * device that may be missing; the first is always there.
   */
  <T> T opened(Supplier<T> opening) {
    return device == 0 ? opening.get() : UsageException.check(opening);
  }
}
