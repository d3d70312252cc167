package dev.pointwise.cli;

import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Words of the command line, and files of them. Nothing is run. */
public final class ArgumentsFuzz {
  private static final Scratch FILE = new Scratch(".args");

  private ArgumentsFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    parse("@" + FILE.holding(input));
    parse(new String(input, StandardCharsets.UTF_8).split("\0", -1));
  }

  private static void parse(String... args) {
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err))
            .setExecutionStrategy(parsed -> ExitCode.OK);
    int code = Main.execute(command, args);
    err.toString().lines().forEach(Refusal::line);
    if (code == ExitCode.INTERNAL) {
      throw new AssertionError(err.toString());
    }
  }
}
