package dev.pointwise.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * What Ctrl-C and SIGTERM do while a command runs that keeps what it has done: the first asks it to
 * stop, the second ends the process at once. Where a JVM has no such signals, they do what they
 * always do.
 */
final class Interruption implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final PrintWriter err;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final Map<String, Object> before = new LinkedHashMap<>();

  private Interruption(PrintWriter err) {
    this.err = err;
  }

  /** Takes over the signals, until it is closed. */
  static Interruption watch(PrintWriter err) {
    Interruption interruption = new Interruption(err);
    for (String signal : SIGNALS) {
      Object handler = Signals.register(signal, interruption::signalled);
      if (handler != null) {
        interruption.before.put(signal, handler);
      }
    }
    return interruption;
  }

  private void signalled() {
    if (!requested.compareAndSet(false, true)) {
      System.exit(ExitCode.INTERRUPTED);
    }
    Failures.print(err, "interrupted: stops after this sample; once more ends it at once");
  }

  /** Whether to stop. */
  boolean requested() {
    return requested.get();
  }

  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
