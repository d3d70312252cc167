package dev.pointwise.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A command line as it counts: with files of arguments, and of defaults, written out. */
final class CommandWords {
  private CommandWords() {}

  /** The words of a command that was parsed, the program's name in front. */
  static List<String> of(CommandLine command) {
    List<String> words = new ArrayList<>(List.of("pointwise"));
    words.addAll(command.getCommandSpec().root().commandLine().getParseResult().expandedArgs());
    IDefaultValueProvider defaults = command.getDefaultValueProvider();
    if (defaults != null) {
      ParseResult given = command.getParseResult();
      for (OptionSpec option : command.getCommandSpec().options()) {
        String value = given.hasMatchedOption(option) ? null : value(defaults, option);
        if (value != null) {
          words.add(option.longestName() + "=" + value);
        }
      }
    }
    return words;
  }

  private static @Nullable String value(IDefaultValueProvider defaults, OptionSpec option) {
    try {
      return defaults.defaultValue(option);
    } catch (Exception e) {
      throw new IllegalStateException("no default of " + option.longestName(), e);
    }
  }
}
