package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.network.Footprint;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Measurement;
import java.util.List;

/**
 * Verifies networks as a whole, then measures them beside the same layers one by one. A network
 * that fails verification is never timed, and the rest goes on.
 */
public final class PassBenchmark {
  private final Backend backend;
  private final long seed;
  private final Measurer measurer;

  /**
   * Works on that backend, which nothing else should use meanwhile.
   *
   * @param seed which operands
   * @param measurer how samples are taken
   */
  public PassBenchmark(Backend backend, long seed, Measurer measurer) {
    this.backend = backend;
    this.seed = seed;
    this.measurer = measurer;
  }

  /** Verifies and measures those networks. */
  public List<PassResult> run(List<Network> networks, Progress progress) {
    return networks.stream()
        .map(
            network -> {
              progress.begin(network);
              PassResult result = result(ForwardPass.of(network));
              progress.end();
              return result;
            })
        .toList();
  }

  private PassResult result(ForwardPass pass) {
    PassOperands operands = RandomPass.of(pass, Fill.UNIFORM, seed);
    NetworkSpec spec = pass.spec(operands.specs(), operands.weights(), false);
    Footprint footprint =
        spec.footprint(spec.inputs().stream().map(name -> pass.inputs().get(name)).toList());
    PassVerification verification = new PassVerifier(backend, seed).verify(pass);
    PassResult.Times times = null;
    String error = verification.error();
    if (verification.passed()) {
      try {
        times = measure(pass, operands, spec);
      } catch (BackendException e) {
        error = String.valueOf(e.getMessage());
      }
    }
    return new PassResult(verification, pass.flops(), footprint, times, error);
  }

  private PassResult.Times measure(ForwardPass pass, PassOperands operands, NetworkSpec spec) {
    try (PassTensors tensors = new PassTensors(backend, spec, operands.inputs(), pass.siblings());
        dev.pointwise.network.Network network = spec.prepare(backend);
        LayerLoop layers = new LayerLoop(backend, pass, operands, tensors);
        Stopwatch stopwatch = backend.stopwatch()) {
      Runnable whole = () -> network.runInto(tensors.inputs(), tensors.outputs());
      List<Measurement> both =
          measurer.measure(
              List.of(new WorkSampler(whole, stopwatch), new WorkSampler(layers::run, stopwatch)));
      return new PassResult.Times(both.getFirst(), both.getLast());
    }
  }
}
