package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A program that ended, or was ended.
 *
 * @param command what was run
 * @param exit its exit code; {@link #NOT_STARTED} if it could not be started
 * @param timedOut whether it was killed because its time was up
 * @param seconds how long it took
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Run(List<String> command, int exit, boolean timedOut, double seconds, Path out, Path err) {
  static final int NOT_STARTED = 127;

  boolean ok() {
    return exit == 0 && !timedOut;
  }

  /** The lines of standard output, whatever bytes they hold. */
  List<String> lines() throws IOException {
    return text(out).lines().toList();
  }

  /** The end of what it said, errors last. */
  String tail(int most) throws IOException {
    String all = text(out) + text(err);
    return all.length() <= most ? all : "…" + all.substring(all.length() - most);
  }

  /** How it ended. */
  String ended() {
    return timedOut
        ? String.format(Locale.ROOT, "stopped after %.0f s", seconds)
        : String.format(Locale.ROOT, "exit code %d after %.1f s", exit, seconds);
  }

  /** How it ended, and the last thing it complained of. */
  String ending() throws IOException {
    String last = text(err).strip().lines().reduce((first, second) -> second).orElse("");
    return ended() + (last.isEmpty() ? "" : ": " + last.strip());
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("command", String.join(" ", command));
    json.addProperty("exit", exit);
    json.addProperty("timed_out", timedOut);
    json.addProperty("seconds", Math.round(seconds * 1000) / 1000.0);
    return json;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
