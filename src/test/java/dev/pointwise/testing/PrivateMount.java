package dev.pointwise.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system that one process and its children alone see, and that is gone with them. */
public final class PrivateMount {
  private PrivateMount() {}

  /**
   * A command that mounts an empty tmpfs over a directory and becomes the command that follows it.
   * The test is skipped where mounting is not allowed.
   */
  public static List<String> command(Path directory, String options)
      throws IOException, InterruptedException {
    for (String namespaces : List.of("-m", "-rm")) {
      List<String> command =
          List.of(
              "unshare",
              namespaces,
              "sh",
              "-c",
              "mount -t tmpfs -o " + options + " tmpfs \"$0\" && exec \"$@\"",
              directory.toString());
      if (works(command)) {
        return command;
      }
    }
    assumeTrue(false, "mounting is not allowed here: no test of a cache mounted " + options);
    throw new AssertionError();
  }

  private static boolean works(List<String> command) throws InterruptedException {
    List<String> whole = new ArrayList<>(command);
    whole.add("true");
    try {
      return new ProcessBuilder(whole)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no unshare
    }
  }
}
