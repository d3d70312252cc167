package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.Network;
import dev.pointwise.bench.Replay;
import dev.pointwise.bench.Verification;
import dev.pointwise.bench.Verifier;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a backend against the oracle. */
@Command(
    name = "verify",
    description = {
      "Checks layers on a backend against the oracle, each case on one line: with integers that"
          + " leave no room for rounding, for f32 with numbers that betray TF32, and with random"
          + " numbers. An activation that is not exact on integers is switched off for the first"
          + " two.",
      "By default the layers of googlenet, resnet50 and mobilenetv2, batch 1, f32, nchw."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Selection selection = new Selection();
  @Mixin private BackendOptions backendOptions = new BackendOptions();

  private int mismatched;
  private int errors;
  private int unsupported;

  @Override
  public Integer call() throws Exception {
    List<LayerCase> cases =
        selection.networks().stream().map(Network::cases).flatMap(List::stream).distinct().toList();
    PrintWriter out = spec.commandLine().getOut();
    try (Backend backend = backendOptions.open(spec.commandLine().getErr())) {
      Replay replay = backendOptions.replay(backend, selection.seed);
      Verifier verifier = new Verifier(backend, selection.seed);
      for (LayerCase layerCase : cases) {
        print(out, verifier.verify(layerCase), replay);
      }
      int passed = cases.size() - mismatched - errors - unsupported;
      out.println(
          passed
              + " of "
              + cases.size()
              + " cases passed on "
              + backend.info()
              + (unsupported == 0 ? "" : ", not supported here: " + unsupported));
      out.flush();
    }
    return ExitCode.of(mismatched > 0, errors > 0, unsupported > 0);
  }

  private void print(PrintWriter out, Verification result, Replay replay) {
    out.println(result);
    if (result.unsupported() != null) {
      unsupported++;
    } else if (!result.passed()) {
      out.println("replay: " + replay.verify(result.benchCase()));
      mismatched += result.mismatched() ? 1 : 0;
      errors += result.mismatched() ? 0 : 1;
    }
    out.flush();
  }
}
