package dev.pointwise.cuda;

import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Uses what was loaded: compiles a kernel, and runs the smallest layer on every device. */
final class TrialCheck {
  private static final String KERNEL =
      "extern \"C\" __global__ void one(float *x) { x[threadIdx.x] = 1; }\n";
  private static final float[] EXPECTED = {0, 2, 43, 50};

  private TrialCheck() {}

  static void add(List<Finding> findings) {
    if (CudaBackend.unavailableReason() != null) {
      findings.add(Finding.warning("trial", "not made: CUDA is unavailable", ""));
      return;
    }
    for (int ordinal = 0; ordinal < Driver.deviceCount(); ordinal++) {
      try {
        findings.add(compile(ordinal));
        layer(findings, ordinal);
      } catch (BackendException | LinkageError e) {
        findings.add(
            Finding.problem(
                "trial " + ordinal, CudaDoctor.line(e), "see whether nvidia-smi works"));
      }
    }
  }

  private static Finding compile(int ordinal) {
    String what = "NVRTC " + ordinal;
    String architecture = Nvrtc.architecture(Driver.capability(Driver.device(ordinal)));
    try {
      byte[] image = Nvrtc.compile(KERNEL, "doctor.cu", architecture);
      return Finding.ok(
          what, "compiled a kernel for " + architecture + ": " + image.length + " bytes");
    } catch (CudaException e) {
      return Finding.problem(
          what,
          CudaDoctor.line(e),
          "libnvrtc-builtins of the same version must lie beside libnvrtc, and NVRTC must know a"
              + " GPU of this kind");
    }
  }

  /** A product of 2×2 matrices, with bias and ReLU behind it. */
  private static void layer(List<Finding> findings, int ordinal) {
    ConvSpec spec = ConvSpec.of(2, 2).activation(Activation.RELU);
    HostTensor image =
        HostTensor.of(TensorSpec.of(new Shape(1, 2, 1, 2), DType.F32, Layout.NCHW), 5, 6, 7, 8);
    try (CudaBackend backend = CudaBackend.open(ordinal)) {
      if (ordinal == 0) {
        findings.add(versions(backend.info().details()));
      }
      try (ConvLayer conv = backend.prepare(spec, ConvWeights.of(1, 2, 3, 4).bias(-20, 0));
          Tensor x = backend.upload(image);
          Tensor y = conv.run(x)) {
        findings.add(verdict("GEMM " + ordinal, y.download().toArray()));
      }
    }
  }

  static Finding verdict(String what, float[] found) {
    return Arrays.equals(found, EXPECTED)
        ? Finding.ok(what, "relu([1 2; 3 4]·[5 6; 7 8] + [-20; 0]) = " + Arrays.toString(found))
        : Finding.problem(
            what,
            "relu([1 2; 3 4]·[5 6; 7 8] + [-20; 0]) = "
                + Arrays.toString(found)
                + ", expected "
                + Arrays.toString(EXPECTED),
            "this GPU or its driver computes wrongly: do not use it");
  }

  private static Finding versions(Map<String, String> details) {
    String cublas = details.getOrDefault("cuBLAS", "unknown");
    String cublasLt = cublasLt();
    String detail =
        "cuBLAS " + cublas + ", cuBLASLt " + cublasLt + ", NVRTC " + details.get("NVRTC");
    return cublas.equals(cublasLt)
        ? Finding.ok("versions", detail)
        : Finding.warning(
            "versions", detail, "take cuBLAS and cuBLASLt from one release: they belong together");
  }

  @SuppressWarnings("restricted") // size_t cublasLtGetVersion(void)
  private static String cublasLt() {
    SymbolLookup symbols = CudaRuntime.libraries().cublasLt();
    if (symbols == null) {
      return "unknown";
    }
    try {
      long version =
          (long)
              Linker.nativeLinker()
                  .downcallHandle(
                      symbols.findOrThrow("cublasLtGetVersion"),
                      FunctionDescriptor.of(ValueLayout.JAVA_LONG))
                  .invokeExact();
      return Cublas.text(version);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
