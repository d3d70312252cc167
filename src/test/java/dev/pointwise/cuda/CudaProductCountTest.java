package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.SiblingLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many products and kernels siblings and concatenations take; and that nothing is copied. */
@Tag("cuda13")
class CudaProductCountTest {
  /** Calls of one kind or another. */
  private record Calls(long products, long kernels, long copies) {
    static Calls now() {
      return new Calls(
          count("cublasGemmEx", "cublasGemmStridedBatchedEx", "cublasLtMatmul"),
          count("cuLaunchKernel"),
          count("cuMemcpyDtoDAsync", "cuMemcpy2DAsync", "cuMemcpyDtoD", "cuMemcpyAsync"));
    }

    private static long count(String... functions) {
      return Stream.of(functions).mapToLong(StandIn::calls).sum();
    }

    static Calls of(Runnable work) {
      Calls before = now();
      work.run();
      Calls after = now();
      return new Calls(
          after.products - before.products,
          after.kernels - before.kernels,
          after.copies - before.copies);
    }
  }

  @AfterEach
  void leavesNothing() {
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  static Stream<ConvSpec> specs() {
    return Stream.of(Precision.F32, Precision.F16, Precision.BF16)
        .map(precision -> ConvSpec.of(8, 8).precision(precision))
        .flatMap(spec -> Stream.of(spec, spec.layout(Layout.NHWC)));
  }

  private static TensorSpec tensor(ConvSpec spec, int channels) {
    TensorSpec x = spec.input(2, 4, 4);
    return TensorSpec.of(x.shape().channels(channels), x.dtype(), x.layout());
  }

  private static ConvWeights weights(ConvSpec spec, boolean bias) {
    ConvWeights weights = ConvWeights.of(new float[spec.cOut() * spec.cIn()]);
    return bias ? weights.bias(new float[spec.cOut()]) : weights;
  }

  /** NHWC takes cuBLASLt for the whole layer, where the bias and ReLU are part of the call. */
  private static int kernelsOfALayer(ConvSpec spec) {
    return spec.outputLayout() == Layout.NHWC ? 0 : 1;
  }

  @ParameterizedTest
  @MethodSource("specs")
  void siblingsOfOneActivationAreOneLayer(ConvSpec spec) {
    ConvSpec relu = spec.activation(Activation.RELU);
    List<ConvWeights> weights = List.of(weights(relu, true), weights(relu, true));
    try (CudaBackend backend = CudaBackend.open();
        SiblingLayer layer = backend.prepareSiblings(List.of(relu, relu), weights);
        Tensor x = backend.allocate(tensor(spec, 8));
        Tensor wide = backend.allocate(tensor(spec, 24));
        Tensor low = wide.slice(8, 8);
        Tensor high = wide.slice(16, 8)) {
      Calls one = new Calls(1, kernelsOfALayer(spec), 0);
      assertEquals(one, Calls.of(() -> layer.run(x).close()));
      assertEquals(one, Calls.of(() -> layer.runInto(x, List.of(low, high))));
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void siblingsApartAreOneProductAndAnEpilogueEach(ConvSpec spec) {
    ConvSpec relu = spec.activation(Activation.RELU);
    List<ConvWeights> weights = List.of(weights(relu, true), weights(spec, true));
    try (CudaBackend backend = CudaBackend.open();
        SiblingLayer layer = backend.prepareSiblings(List.of(relu, spec), weights);
        Tensor x = backend.allocate(tensor(spec, 8));
        Tensor first = backend.allocate(tensor(spec, 8));
        Tensor second = backend.allocate(tensor(spec, 8))) {
      Calls both = new Calls(1, 2, 0);
      assertEquals(both, Calls.of(() -> layer.runInto(x, List.of(first, second))));
      assertEquals(both, Calls.of(() -> layer.run(x).close()));
    }
  }

  /** In binary32, where nothing is left to do for the second. */
  @ParameterizedTest
  @MethodSource("specs")
  void siblingsWithNothingToFinishAreLeftAlone(ConvSpec spec) {
    ConvSpec relu = spec.activation(Activation.RELU);
    List<ConvWeights> weights = List.of(weights(relu, false), weights(spec, false));
    try (CudaBackend backend = CudaBackend.open();
        SiblingLayer layer = backend.prepareSiblings(List.of(relu, spec), weights);
        Tensor x = backend.allocate(tensor(spec, 8))) {
      int kernels = spec.precision() == Precision.F32 ? 1 : 2;
      assertEquals(new Calls(1, kernels, 0), Calls.of(() -> layer.run(x).close()));
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void branchesApartAreAProductEachAndOneEpilogue(ConvSpec spec) {
    ConvSpec relu = spec.activation(Activation.RELU);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(relu, weights(relu, true));
        Tensor first = backend.allocate(tensor(spec, 2));
        Tensor wide = backend.allocate(tensor(spec, 8));
        Tensor second = wide.slice(1, 4);
        Tensor third = wide.slice(5, 2)) {
      assertEquals(
          new Calls(3, 1, 0),
          Calls.of(() -> layer.runConcat(List.of(second, first, third)).close()));
      assertEquals(
          new Calls(2, 1, 0),
          Calls.of(() -> layer.runConcat(List.of(first, second, third)).close()));
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void neighbouringBranchesAreOneLayer(ConvSpec spec) {
    ConvSpec relu = spec.activation(Activation.RELU);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(relu, weights(relu, true));
        Tensor wide = backend.allocate(tensor(spec, 24));
        Tensor first = wide.slice(8, 2);
        Tensor second = wide.slice(10, 5);
        Tensor third = wide.slice(15, 1)) {
      assertEquals(
          new Calls(1, kernelsOfALayer(spec), 0),
          Calls.of(() -> layer.runConcat(List.of(first, second, third)).close()));
    }
  }
}
