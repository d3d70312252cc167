package dev.pointwise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** Manual pages of all commands, made from what {@code --help} knows. */
public final class ManPages {
  private ManPages() {}

  /**
   * Writes them, for the build. Picocli orders options by the locale's lower case, and a package is
   * to be the same wherever it is built.
   *
   * @param args the directory, and the version to name
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path directory = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, String> page : pages(Main.commandLine(), args[1]).entrySet()) {
      Files.writeString(directory.resolve(page.getKey()), page.getValue());
    }
  }

  /** The pages of a command and all below, as roff by the names of their files. */
  static Map<String, String> pages(CommandLine command, String version) {
    Map<String, String> pages = new TreeMap<>();
    pages.put(ManPage.name(command) + ".1", new ManPage(command, version).text());
    for (CommandLine each : command.getSubcommands().values()) {
      if (!each.getCommandSpec().usageMessage().hidden()) {
        pages.putAll(pages(each, version));
      }
    }
    return pages;
  }
}
