package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Tensor;
import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever tuning may choose computes the same, exactly. */
@Tag("cuda13")
class CandidateTest {
  private static final int MOST = 8;

  /** Candidates by name, over all cases. */
  private final Set<String> seen = new TreeSet<>();

  @AfterEach
  void leavesNothing() {
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static List<ConvSpec> specs() {
    List<ConvSpec> specs = new ArrayList<>();
    for (Precision precision : List.of(Precision.F32, Precision.F16, Precision.BF16)) {
      for (Layout in : Layout.values()) {
        for (Layout out : Layout.values()) {
          ConvSpec spec = ConvSpec.of(16, 8).precision(precision).layout(in).outputLayout(out);
          specs.add(spec.activation(Activation.RELU));
          specs.add(spec.stride(2));
          specs.add(spec.groups(2).activation(Activation.RELU));
        }
      }
    }
    return specs;
  }

  @Test
  void allComputeTheSame() {
    try (CudaBackend backend = CudaBackend.open()) {
      for (ConvSpec spec : specs()) {
        for (boolean added : new boolean[] {false, true}) {
          check(backend, spec, spec.input(3, 7, 7), added);
          check(backend, spec, spec.input(2, 4, 4), added);
        }
      }
    }
    assertTrue(
        seen.containsAll(
            Set.of(
                "cublasLtMatmul",
                "gather + cublasLtMatmul",
                "gather + cublasGemmStridedBatchedEx + epilogue kernel",
                "gather + 3 × cublasGemmEx + epilogue kernel",
                "cublasGemmEx + epilogue kernel",
                "3 × cublasGemmEx + epilogue kernel")),
        seen::toString);
  }

  /** An algorithm that adds up the parts of a sum in 16 bits would leave the bound. */
  @Test
  void allStayWithinTheBound() {
    try (CudaBackend backend = CudaBackend.open()) {
      for (Precision precision : List.of(Precision.F16, Precision.BF16)) {
        ConvSpec spec = ConvSpec.of(256, 64).precision(precision).layout(Layout.NHWC);
        checkUniform(backend, spec);
        checkUniform(backend, spec.activation(Activation.GELU_TANH));
      }
    }
  }

  private void checkUniform(CudaBackend backend, ConvSpec spec) {
    TensorSpec x = spec.input(1, 8, 8);
    seen.clear();
    check(backend, spec, x, Operands.uniform(spec, x, true, false, 3), false);
    assertTrue(seen.contains("cublasLtMatmul"), spec + ": " + seen);
  }

  private void check(CudaBackend backend, ConvSpec spec, TensorSpec x, boolean added) {
    check(backend, spec, x, Operands.integers(spec, x, true, added, 3), true);
  }

  private void check(
      CudaBackend backend, ConvSpec spec, TensorSpec x, Operands operands, boolean exact) {
    HostTensor addend = operands.residual();
    TensorSpec y = spec.output(x);
    TensorSpec addendSpec = addend == null ? null : y;
    Reference reference = Oracle.compute(spec, operands.weights(), operands.x(), addend);
    ConvWeights prepared = operands.weights().roundBias(spec.precision().output());
    try (LayerWeights weights = new LayerWeights(backend, spec, prepared);
        Tensor input = backend.upload(operands.x());
        Tensor residual = addend == null ? null : backend.upload(addend);
        Tensor output = backend.allocate(y);
        LtCandidates lt = new LtCandidates(backend, spec, weights, x, addendSpec, y, MOST)) {
      List<Candidate> all = new ArrayList<>(lt.list());
      all.addAll(GemmCandidates.of(backend, spec, weights, x, addendSpec, y));
      for (Candidate each : all) {
        seen.add(each.name());
        output.write(HostTensor.allocate(y).fill(Float.NaN));
        run(backend, each.variant(), input, residual, output);
        HostTensor result = output.download();
        Comparison comparison =
            exact ? Comparison.exact(reference, result) : Comparison.bounded(reference, result);
        assertTrue(comparison.passed(), () -> each + ": " + comparison);
      }
    }
  }

  private static void run(
      CudaBackend backend, Variant variant, Tensor x, @Nullable Tensor residual, Tensor y) {
    backend.onLane(
        lane -> {
          variant.reserve(lane);
          variant.enqueue(
              lane,
              buffer(x).pointer(),
              residual == null ? null : buffer(residual).pointer(),
              buffer(y).pointer());
        });
  }

  private static DeviceBuffer buffer(Tensor tensor) {
    return ((CudaTensor) tensor).buffer();
  }
}
