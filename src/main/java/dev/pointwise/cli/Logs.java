package dev.pointwise.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Sends what is logged to the error stream, a line each. */
final class Logs extends Handler {
  private final PrintWriter err;

  private Logs(PrintWriter err) {
    this.err = err;
  }

  /** Takes over all logging: warnings and worse, or everything from INFO on if verbose. */
  static void to(PrintWriter err, boolean verbose) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    Logs handler = new Logs(err);
    handler.setFormatter(new SimpleFormatter());
    handler.setLevel(verbose ? Level.INFO : Level.WARNING);
    root.addHandler(handler);
    root.setLevel(Level.INFO);
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    if (isLoggable(entry)) {
      String level = entry.getLevel().getName().toLowerCase(Locale.ROOT);
      Throwable thrown = entry.getThrown();
      Failures.print(
          err,
          level
              + ": "
              + getFormatter().formatMessage(entry)
              + (thrown == null ? "" : " (" + thrown + ")"));
    }
  }

  @Override
  public void flush() {
    err.flush();
  }

  @Override
  public void close() {}
}
