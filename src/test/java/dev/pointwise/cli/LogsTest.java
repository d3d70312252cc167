package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsTest {
  @AfterEach
  void restore() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  private static String logged(boolean verbose) {
    StringWriter err = new StringWriter();
    Logs.to(new PrintWriter(err), verbose);
    System.Logger log = System.getLogger("dev.pointwise.test");
    log.log(Level.DEBUG, "a detail");
    log.log(Level.INFO, "a fact");
    log.log(Level.WARNING, "{0} was\nnever closed", "it");
    return err.toString();
  }

  @Test
  void warningsAreOneLineOnTheErrorStream() {
    assertEquals("pointwise: warning: it was never closed\n", logged(false));
    assertEquals(
        "pointwise: info: a fact\npointwise: warning: it was never closed\n", logged(true));
  }
}
