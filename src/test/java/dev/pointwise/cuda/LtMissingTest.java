package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import dev.pointwise.testing.JavaProcess;
import dev.pointwise.testing.StandInLibraries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cuBLASLt without a function that is called: layers run without it, and that is said. */
@Tag("cuda13")
class LtMissingTest {
  @TempDir private Path temporary;

  @Test
  void layersRunOnCublasAlone() throws Exception {
    Path libraries = StandInLibraries.copyAll(temporary.resolve("libraries"));
    rename(libraries.resolve(StandInLibraries.names()[1]), "cublasLtMatmulAlgoCheck");
    JavaProcess.Result result =
        new JavaProcess(temporary)
            .option("-Dpointwise.cuda.path=" + libraries)
            .variable("POINTWISE_CACHE", temporary.resolve("cache").toString())
            .run(Probe.class.getName());
    assertEquals(0, result.code(), result::toString);
    assertEquals(
        List.of(
            "not used: Symbol not found: cublasLtMatmulAlgoCheck",
            "cublasGemmEx: by rule: cuBLASLt is not used: Symbol not found:"
                + " cublasLtMatmulAlgoCheck",
            "11.0"),
        result.out().lines().toList());
  }

  /** Puts another last letter to the name wherever the library has it. */
  private static void rename(Path library, String function) throws IOException {
    String bytes = Files.readString(library, StandardCharsets.ISO_8859_1);
    String other = function.substring(0, function.length() - 1) + "_";
    Files.writeString(
        library,
        bytes.replace("\0" + function + "\0", "\0" + other + "\0"),
        StandardCharsets.ISO_8859_1);
  }

  /** Runs a layer that cuBLASLt would do. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) {
      ConvSpec spec = ConvSpec.of(2, 1).layout(Layout.NHWC);
      try (CudaBackend backend = CudaBackend.open();
          ConvLayer layer = backend.prepare(spec, ConvWeights.of(3, 4));
          Tensor x = backend.upload(HostTensor.of(spec.input(1, 1, 1), 1, 2));
          Tensor y = layer.run(x)) {
        PlanExplanation plan = layer.explain(x.spec(), null, y.spec());
        System.out.println(backend.info().details().get("cuBLASLt"));
        System.out.println(plan.chosen() + ": " + plan.reason());
        System.out.println(y.download().get(0, 0, 0, 0));
      }
    }
  }
}
