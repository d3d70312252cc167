package dev.pointwise.cli;

import dev.pointwise.fuzz.Refusal;
import dev.pointwise.fuzz.Scratch;
import picocli.CommandLine;

/** Files of defaults. */
public final class DefaultsFileFuzz {
  private static final Scratch FILE = new Scratch(".properties");

  private DefaultsFileFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    CommandLine command = Main.commandLine();
    try {
      new DefaultsFile(FILE.holding(input)).apply(command);
      command.parseArgs("shapes", "list");
    } catch (DefaultsFileException e) {
      Refusal.check(e);
    } catch (CommandLine.ParameterException e) {
      return; // printed by Failures, which is tested for itself
    }
  }
}
