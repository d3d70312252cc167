package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.io.AtomicFile;
import dev.pointwise.io.NpyWriter;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.HostTensor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one layer on arrays in files. */
@Command(
    name = "run",
    description = {
      "Runs one layer: Y = activation(W * X + B + R).",
      "Arrays are .npy files, version 1.0 to 3.0, of <f4, <f2 or <f8 in C order; Y is <f4."
    })
final class RunCommand implements Callable<Integer> {
  private static final String ORACLE = "oracle";

  @Spec private CommandSpec spec;
  @Mixin private RunFiles files = new RunFiles();
  @Mixin private BackendOptions backendOptions = new BackendOptions();

  @Option(
      names = "--layout",
      completionCandidates = Candidates.OfLayouts.class,
      paramLabel = "LAYOUT",
      defaultValue = "nchw",
      description = "The layout of X: nchw or nhwc. Default: ${DEFAULT-VALUE}.")
  private Layout layout = Layout.NCHW;

  @Option(
      names = "--output-layout",
      completionCandidates = Candidates.OfLayouts.class,
      paramLabel = "LAYOUT",
      description = "The layout of Y and R. Default: that of X.")
  private @Nullable Layout outputLayout;

  @Option(
      names = "--stride",
      paramLabel = "S",
      defaultValue = "1",
      description = "Default: ${DEFAULT-VALUE}.")
  private int stride;

  @Option(
      names = "--groups",
      paramLabel = "G",
      defaultValue = "1",
      description = "Default: ${DEFAULT-VALUE}.")
  private int groups;

  @Option(
      names = "--activation",
      paramLabel = "NAME[:PARAM…]",
      defaultValue = "none",
      description = "Such as relu, leaky_relu:0.1 or clip:0:1. Default: ${DEFAULT-VALUE}.")
  private Activation activation = Activation.NONE;

  @Option(
      names = "--dtype",
      completionCandidates = Candidates.OfPrecisions.class,
      paramLabel = "TYPE",
      defaultValue = "f32",
      description = "What to compute in: f32, tf32, f16, bf16. Default: ${DEFAULT-VALUE}.")
  private Precision precision = Precision.F32;

  @Override
  public Integer call() throws Exception {
    Path output = files.output();
    UsageException.check("", () -> AtomicFile.check("--output", output));
    if (!backendOptions.name.equals(ORACLE)) {
      backendOptions.check();
    } else if (backendOptions.devices.mayBeMissing()) {
      throw new UsageException(
          "--device is " + backendOptions.devices + ", expected 0: the oracle has no devices");
    }
    RunInputs inputs =
        files.read(
            new RunInputs.Settings(
                groups,
                stride,
                activation,
                precision,
                layout,
                outputLayout == null ? layout : outputLayout));
    inputs.warnings().forEach(warning -> Failures.print(spec.commandLine().getErr(), warning));
    NpyWriter.write(output, backendOptions.name.equals(ORACLE) ? oracle(inputs) : run(inputs));
    return ExitCode.OK;
  }

  private static HostTensor oracle(RunInputs inputs) {
    return Oracle.compute(inputs.spec(), inputs.weights(), inputs.x(), inputs.residual())
        .toHost(inputs.spec().precision().output());
  }

  private HostTensor run(RunInputs inputs) {
    try (Backend backend = backendOptions.open(spec.commandLine().getErr());
        ConvLayer layer = backend.prepare(inputs.spec(), inputs.weights());
        Tensor x = backend.upload(inputs.x());
        Tensor residual = inputs.residual() == null ? null : backend.upload(inputs.residual());
        Tensor y = layer.run(x, residual)) {
      return y.download();
    }
  }
}
