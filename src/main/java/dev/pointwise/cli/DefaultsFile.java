package dev.pointwise.cli;

import dev.pointwise.io.InputFile;
import dev.pointwise.io.InputFileException;
import dev.pointwise.spec.Nearest;
import dev.pointwise.spec.Printable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A file of properties that stand in for options that are not given: {@code suite=resnet50} for
 * every command that has {@code --suite}, {@code pointwise.bench.suite=resnet50} for one.
 *
 * @param file the file
 */
record DefaultsFile(Path file) {
  private static final int MOST_BYTES = 1 << 20;

  /** The one in the user's home. */
  static DefaultsFile ofUser() {
    return new DefaultsFile(Path.of(System.getProperty("user.home", ""), ".pointwise.properties"));
  }

  /**
   * Makes a command and all below it take their defaults from the file, if it is there.
   *
   * @throws DefaultsFileException if it cannot be read, or has a key that no command knows
   */
  void apply(CommandLine command) throws DefaultsFileException {
    if (!Files.exists(file)) {
      return;
    }
    Properties properties = new Properties();
    try {
      byte[] bytes = InputFile.read(file, "a file of properties", MOST_BYTES);
      properties.load(
          new StringReader(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()));
    } catch (InputFileException e) {
      throw new DefaultsFileException(e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DefaultsFileException(file, "it cannot be read as properties: " + e, e);
    }
    Set<String> known = new TreeSet<>();
    collect(command, known);
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (!known.contains(key)) {
        throw new DefaultsFileException(
            file,
            "key "
                + Printable.quote(key)
                + " is no option's, expected one such as suite or pointwise.bench.suite"
                + Nearest.hint(key, known),
            null);
      }
    }
    command.setDefaultValueProvider(new Values(file, properties));
  }

  /** That a command's defaults come from a file, as the end of a message; empty if not. */
  static String hint(CommandLine command) {
    return command.getDefaultValueProvider() instanceof Values values
        ? " (defaults come from " + values.file + ")"
        : "";
  }

  /** What a file says. */
  private static final class Values extends CommandLine.PropertiesDefaultProvider {
    private final Path file;

    Values(Path file, Properties properties) {
      super(properties);
      this.file = file;
    }
  }

  private static void collect(CommandLine command, Set<String> known) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      String name = option.longestName().replaceFirst("^--?", "");
      known.add(name);
      known.add(command.getCommandSpec().qualifiedName(".") + "." + name);
    }
    command.getSubcommands().values().forEach(each -> collect(each, known));
  }
}
