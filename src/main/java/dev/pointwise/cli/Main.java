package dev.pointwise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code pointwise}. */
@Command(name = "pointwise", mixinStandardHelpOptions = true)
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
