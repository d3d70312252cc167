package dev.pointwise.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command, as roff with the macros of man(7). */
final class ManPage {
  private static final Pattern EXIT_CODE = Pattern.compile("\\s*(\\d+)\\s+(.*)");

  private final CommandLine command;
  private final CommandSpec spec;
  private final Help help;
  private final String version;
  private final StringBuilder text = new StringBuilder();

  ManPage(CommandLine command, String version) {
    this.command = command;
    this.spec = command.getCommandSpec();
    this.help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
    this.version = version;
  }

  /** The page's name: the command's words, joined. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /** The page. */
  String text() {
    List<String> description = List.of(spec.usageMessage().description());
    String brief =
        description.isEmpty() ? spec.name() : description.getFirst().split("[.:;](?= |$)", 2)[0];
    line(
        ".TH \""
            + escaped(name(command).toUpperCase(Locale.ROOT))
            + "\" 1 \"\" \"pointwise "
            + escaped(version)
            + "\" \"Pointwise\"");
    line(".SH NAME");
    paragraph(name(command) + " - " + brief);
    line(".SH SYNOPSIS");
    paragraph(help.synopsis(0).replaceAll("\\s+", " ").strip());
    line(".SH DESCRIPTION");
    for (String each : description) {
      line(".PP");
      paragraph(each.replace("%%", "%"));
    }
    options();
    arguments();
    commands();
    exitCodes();
    return text.toString();
  }

  private void options() {
    line(".SH OPTIONS");
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        String names =
            Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
        String value = option.arity().max() == 0 ? "" : "=" + italic(option.paramLabel());
        item(names + value, option.description());
      }
    }
  }

  private void arguments() {
    if (!spec.positionalParameters().isEmpty()) {
      line(".SH ARGUMENTS");
      for (PositionalParamSpec argument : spec.positionalParameters()) {
        item(italic(argument.paramLabel()), argument.description());
      }
    }
  }

  private void commands() {
    if (!command.getSubcommands().isEmpty()) {
      line(".SH COMMANDS");
      for (CommandLine each : command.getSubcommands().values()) {
        item(bold(name(each)) + "(1)", each.getCommandSpec().usageMessage().description());
      }
    }
  }

  private void exitCodes() {
    line(".SH EXIT STATUS");
    for (String each : spec.root().usageMessage().footer()) {
      Matcher code = EXIT_CODE.matcher(each);
      if (code.matches()) {
        item(bold(code.group(1)), code.group(2));
      }
    }
  }

  private void item(String term, String... description) {
    line(".TP");
    line(term);
    for (String each : description) {
      paragraph(each.replace("%%", "%"));
    }
  }

  private void paragraph(String plain) {
    line(plain.lines().map(String::strip).map(ManPage::escaped).collect(Collectors.joining("\n")));
  }

  private void line(String roff) {
    text.append(roff).append('\n');
  }

  private static String bold(String plain) {
    return "\\fB" + escaped(plain) + "\\fR";
  }

  private static String italic(String plain) {
    return "\\fI" + escaped(plain) + "\\fR";
  }

  /** Text that roff sets as it is. */
  private static String escaped(String plain) {
    String text =
        plain.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("`", "\\(ga");
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
  }
}
