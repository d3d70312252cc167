package dev.pointwise.acceptance;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What scripts/gpu-bundle made.
 *
 * @param home its directory
 */
record Bundle(Path home) {
  Path cli() {
    return home.resolve("lib/pointwise-cli.jar");
  }

  Path tests() {
    return home.resolve("lib/pointwise-tests.jar");
  }

  /** Which commit and version it was made of. */
  Properties origin() throws IOException {
    Properties properties = new Properties();
    Path file = home.resolve("bundle.properties");
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    return properties;
  }

  private String java() {
    return home.resolve("runtime/bin/java").toString();
  }

  /** The command line of Pointwise. */
  List<String> pointwise(List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-jar", cli().toString()));
    command.addAll(arguments);
    return command;
  }

  /** A program of the test tree. */
  List<String> test(String main, List<String> arguments) {
    String classPath =
        String.join(
            File.pathSeparator,
            cli().toString(),
            tests().toString(),
            home.resolve("lib/junit-console.jar").toString());
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpointwise.test.require=gpu",
                "-cp",
                classPath,
                main));
    command.addAll(arguments);
    return command;
  }

  Path cublas() {
    return home.resolve("native-tests/cublas");
  }

  Path peers() {
    return home.resolve("native-tests/peers/peers.py");
  }

  Path suite(String name) {
    return home.resolve("suites").resolve(name + ".csv");
  }
}
