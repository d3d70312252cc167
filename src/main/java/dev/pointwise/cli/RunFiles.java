package dev.pointwise.cli;

import dev.pointwise.io.InputFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files of one run. */
final class RunFiles {
  @Option(
      names = "--weights",
      paramLabel = "W.npy",
      required = true,
      description = "C_out x C_in/groups; two trailing axes of 1 are accepted.")
  private @Nullable Path weights;

  @Option(names = "--bias", paramLabel = "B.npy", description = "A number per output channel.")
  private @Nullable Path bias;

  @Option(
      names = "--slope",
      paramLabel = "S.npy",
      description = "prelu's slopes, a number per output channel.")
  private @Nullable Path slope;

  @Option(
      names = "--input",
      paramLabel = "X.npy",
      required = true,
      description = "Four axes, in the order of --layout.")
  private @Nullable Path input;

  @Option(
      names = "--residual",
      paramLabel = "R.npy",
      description = "What is added before the activation; extents and layout as Y's.")
  private @Nullable Path residual;

  @Option(
      names = "--output",
      paramLabel = "Y.npy",
      required = true,
      description = "Written whole or not at all. May be one of the files read.")
  private @Nullable Path output;

  Path output() {
    return required(output);
  }

  /** Reads all files and puts together what they and the options say. */
  RunInputs read(RunInputs.Settings settings) throws InputFileException {
    return RunInputs.of(
        settings,
        InputArray.read("--weights", required(weights)),
        array("--bias", bias),
        array("--slope", slope),
        InputArray.read("--input", required(input)),
        array("--residual", residual));
  }

  private static Path required(@Nullable Path path) {
    return Objects.requireNonNull(path, "a required option");
  }

  private static @Nullable InputArray array(String option, @Nullable Path file)
      throws InputFileException {
    return file == null ? null : InputArray.read(option, file);
  }
}
