package dev.pointwise.cli;

import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.UnsupportedLayerException;
import dev.pointwise.bench.ShapeFileException;
import dev.pointwise.compare.IncomparableException;
import dev.pointwise.io.InputFileException;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.spec.Nearest;
import dev.pointwise.spec.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns every failure into one line on the error stream and an exit code; the stack trace follows
 * with {@code --verbose} only.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String hint = " (see " + command.getCommandSpec().qualifiedName() + " --help)";
    print(command.getErr(), message(failure) + meant(failure) + DefaultsFile.hint(command) + hint);
    return ExitCode.USAGE;
  }

  /** What was probably meant by an option or a command that there is not. */
  private static String meant(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().getFirst();
      if (first.startsWith("@")) {
        return ", expected options or an existing file of them";
      }
      CommandLine command = failure.getCommandLine();
      List<String> names = new ArrayList<>(command.getSubcommands().keySet());
      command.getCommandSpec().options().forEach(each -> names.addAll(List.of(each.names())));
      return Nearest.hint(first.split("=", 2)[0], names);
    }
    return "";
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    return report(failure, command);
  }

  /** Prints a failure, in full if the command was asked to. */
  static int report(Throwable thrown, CommandLine command) {
    Throwable cause = thrown.getCause();
    Throwable failure = thrown instanceof UncheckedIOException && cause != null ? cause : thrown;
    int code = code(failure);
    print(command.getErr(), (code == ExitCode.INTERNAL ? kind(failure) : "") + message(failure));
    if (Main.of(command).verbose) {
      failure.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return code;
  }

  private static int code(Throwable failure) {
    if (failure instanceof UsageException || failure instanceof ParameterException) {
      return ExitCode.USAGE;
    }
    if (failure instanceof InputFileException
        || failure instanceof ShapeFileException
        || failure instanceof ResultsFileException
        || failure instanceof DefaultsFileException) {
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof IncomparableException) {
      return ExitCode.INCOMPARABLE;
    }
    return failure instanceof BackendUnavailableException
            || failure instanceof UnsupportedLayerException
        ? ExitCode.UNAVAILABLE
        : ExitCode.INTERNAL;
  }

  /** What kind of failure it is, where its message may not say so. */
  private static String kind(Throwable failure) {
    if (failure instanceof BackendException) {
      return "";
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of host memory (java -Xmx sets the limit): ";
    }
    return failure instanceof IOException
        ? failure.getClass().getSimpleName() + ": "
        : "internal error: " + failure.getClass().getName() + ": ";
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Prints a message as one line. */
  static void print(PrintWriter err, String message) {
    String line =
        message
            .lines()
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(" "));
    err.println("pointwise: " + Printable.line(line));
    err.flush();
  }
}
