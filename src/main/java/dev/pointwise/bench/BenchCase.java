package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Work;
import dev.pointwise.spec.GemmShape;
import java.util.List;
import java.util.Map;

/** What is verified and measured on its own: a layer, siblings, or a network as a whole. */
public interface BenchCase {
  /** Which case it is; cases with equal keys are the same. */
  CaseKey key();

  /** The products that it comes to if each layer, or siblings together, are mapped plainly. */
  List<GemmShape> products();

  /** What one run has to do. */
  Work work();

  /** Bytes of the device's memory that measuring it takes: tensors and weights. */
  long deviceBytes();

  /** The options that select exactly this case. */
  List<String> options();

  /** What else is to be known of it. */
  default Map<String, Long> facts() {
    return Map.of();
  }

  /**
   * Compares it with the oracle. What the backend refuses becomes part of the result.
   *
   * @param seed which operands
   */
  Verification verify(Backend backend, long seed);

  /**
   * Puts it on a backend, ready to run; the caller closes it.
   *
   * @param seed which operands
   * @param fill what they hold
   * @throws dev.pointwise.backend.BackendException if the device refuses; nothing is left behind
   */
  Workload open(Backend backend, long seed, Fill fill);
}
