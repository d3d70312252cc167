package dev.pointwise.cli;

import dev.pointwise.io.InputFileException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command {@code pointwise}. */
@Command(
    name = "pointwise",
    description = "Runs, checks and measures 1x1 convolution layers.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      InfoCommand.class,
      DoctorCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      ReplayCommand.class,
      ReportCommand.class,
      RooflineCommand.class,
      CompareCommand.class,
      ExplainCommand.class,
      ShapesCommand.class,
      CompletionCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  something failed that should not have, such as the device or a disk",
      "  2  wrong usage, or files and options that contradict each other",
      "  3  a result does not match the oracle's",
      "  4  something is slower than the baseline, with --fail-on",
      "  5  nobody can tell whether something is slower, with --fail-on ambiguous",
      "  6  the backend asked for is not available here, or cannot run some of the cases here",
      "  7  the results to be compared were not measured alike, and it is not forced",
      "  8  an input file is missing, unreadable, malformed, in use or from a newer version",
      "130  interrupted; what was finished is kept"
    })
public final class Main implements Runnable {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log more, and print the stack trace of a failure.")
  boolean verbose;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    CommandLine command = commandLine().setOut(out).setErr(err);
    CommandLine.IExecutionStrategy last = new RunLast();
    command.setExecutionStrategy(
        parsed -> {
          Logs.to(err, of(command).verbose);
          return last.execute(parsed);
        });
    System.exit(withDefaults(command, DefaultsFile.ofUser(), args));
  }

  /** Executes the command with the defaults of a file. */
  static int withDefaults(CommandLine command, DefaultsFile defaults, String... args) {
    try {
      defaults.apply(command);
    } catch (DefaultsFileException e) {
      return Failures.report(e, command);
    }
    return execute(command, args);
  }

  /** A writer that, unlike one over {@link System#out}, knows whether writing failed. */
  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    Failures failures = new Failures();
    return Converters.register(new CommandLine(new Main()))
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false);
  }

  /** Executes the command; what even Picocli lets through becomes a line and a code, too. */
  static int execute(CommandLine command, String... args) {
    try {
      ArgumentFiles.check(args);
      int code = command.execute(args);
      if (command.getOut().checkError() && code == ExitCode.OK) {
        Failures.print(command.getErr(), "standard output could not be written");
        return ExitCode.INTERNAL;
      }
      return code;
    } catch (InputFileException | OutOfMemoryError | LinkageError e) {
      return Failures.report(e, command);
    }
  }

  /** The top of that command. */
  static Main of(CommandLine command) {
    CommandLine top = command;
    while (top.getParent() != null) {
      top = top.getParent();
    }
    return top.getCommand();
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "no command given, expected one of: info, doctor, run, verify, bench, replay, compare,"
            + " report, roofline, explain, shapes, completion");
  }
}
