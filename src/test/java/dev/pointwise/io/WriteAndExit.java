package dev.pointwise.io;

import java.io.IOException;
import java.nio.file.Path;

/** Ends the process in the middle of writing a file. */
public final class WriteAndExit {
  private WriteAndExit() {}

  /** Exits with 3. */
  public static void main(String[] args) throws IOException {
    AtomicFile.write(
        Path.of(args[0]),
        out -> {
          out.write(new byte[100_000]);
          System.exit(3);
        });
  }
}
