package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Verifies and measures networks on a backend. A case that occurs several times is verified and
 * measured once; one that fails verification is never timed, and the rest goes on.
 */
public final class LayerBenchmark {
  private final Backend backend;
  private final long seed;
  private final Measurer measurer;
  private final boolean recorded;
  private final Map<LayerCase, CaseResult> done = new HashMap<>();

  /**
   * Works on that backend, which nothing else should use meanwhile.
   *
   * @param seed which operands
   * @param measurer how samples are taken
   * @param recorded whether recordings of a layer are measured besides
   */
  public LayerBenchmark(Backend backend, long seed, Measurer measurer, boolean recorded) {
    this.backend = backend;
    this.seed = seed;
    this.measurer = measurer;
    this.recorded = recorded;
  }

  /** How many cases those networks come to. */
  public static int cases(List<Network> networks) {
    return Math.toIntExact(
        networks.stream().flatMap(network -> network.cases().stream()).distinct().count());
  }

  /** Verifies and measures those networks. */
  public List<NetworkResult> run(List<Network> networks, Progress progress) {
    return networks.stream()
        .map(
            network ->
                new NetworkResult(
                    network,
                    network.cases().stream().map(layerCase -> once(layerCase, progress)).toList()))
        .toList();
  }

  private CaseResult once(LayerCase layerCase, Progress progress) {
    CaseResult before = done.get(layerCase);
    if (before != null) {
      return before;
    }
    progress.begin(layerCase);
    CaseResult result = result(layerCase);
    done.put(layerCase, result);
    progress.end();
    return result;
  }

  private CaseResult result(LayerCase layerCase) {
    Verification verification = new Verifier(backend, seed).verify(layerCase);
    if (!verification.passed()) {
      return new CaseResult(verification, null, verification.error());
    }
    try {
      LayerTimes times = LayerSampler.measure(backend, layerCase, seed, measurer, recorded);
      return new CaseResult(verification, times, null);
    } catch (BackendException e) {
      return new CaseResult(verification, null, String.valueOf(e.getMessage()));
    }
  }
}
