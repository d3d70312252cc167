package dev.pointwise.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete this command line. */
@Command(
    name = "completion",
    description = {
      "Prints a script that makes the shell complete commands, options and their values.",
      "bash: source <(pointwise completion bash), in ~/.bashrc to have it always.",
      "zsh: source <(pointwise completion zsh), likewise in ~/.zshrc."
    })
final class CompletionCommand implements Runnable {
  /** A shell that there is a script for. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // one script serves both shells
  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  /** One script serves both: in zsh it turns on the completion of bash first. */
  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("pointwise", spec.root().commandLine()));
    out.flush();
  }
}
