package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.Network;
import dev.pointwise.oracle.Operands;
import dev.pointwise.results.Units;
import dev.pointwise.spec.TensorSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells how layers would run. */
@Command(
    name = "explain",
    description = {
      "Says how the backend computes layers, why so, and what else it could do; with --tune, how"
          + " long each way takes."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Selection selection = new Selection();
  @Mixin private BackendOptions backendOptions = new BackendOptions();

  private boolean unsupported;

  @Override
  public Integer call() throws Exception {
    backendOptions.check();
    List<Network> networks = selection.networks();
    PrintWriter out = spec.commandLine().getOut();
    try (Backend backend = backendOptions.open(spec.commandLine().getErr())) {
      networks.stream()
          .flatMap(network -> network.cases().stream())
          .distinct()
          .forEach(layerCase -> print(out, backend, layerCase));
    }
    out.flush();
    return ExitCode.of(false, false, unsupported);
  }

  private void print(PrintWriter out, Backend backend, LayerCase layerCase) {
    out.println(layerCase);
    String reason = backend.unsupportedReason(layerCase.spec());
    if (reason == null) {
      print(out, explain(backend, layerCase));
    } else {
      unsupported = true;
      out.println("  not supported here: " + reason);
    }
  }

  private PlanExplanation explain(Backend backend, LayerCase layerCase) {
    Operands operands =
        Operands.uniform(
            layerCase.spec(), layerCase.input(), layerCase.shape().bias(), false, selection.seed);
    TensorSpec y = layerCase.output();
    try (ConvLayer layer = backend.prepare(layerCase.spec(), operands.weights())) {
      return layer.explain(layerCase.input(), layerCase.shape().residual() ? y : null, y);
    }
  }

  private static void print(PrintWriter out, PlanExplanation plan) {
    out.println("  runs     " + plan.chosen());
    out.println("  because  " + plan.reason());
    for (PlanExplanation.Candidate each : plan.candidates()) {
      String time = each.seconds().isPresent() ? Units.seconds(each.seconds().getAsDouble()) : "-";
      String note = each.note().isEmpty() ? "" : "; " + each.note();
      out.println(String.format(Locale.ROOT, "  %8s %s%s", time, each.name(), note));
    }
  }
}
