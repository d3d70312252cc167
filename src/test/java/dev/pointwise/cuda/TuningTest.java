package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Tensor;
import dev.pointwise.backend.Tuning;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tuned plans, on the stand-in: what is timed, kept and found again; never what is fastest. */
@Tag("cuda13")
class TuningTest {
  private static final int NOT_SUPPORTED = 15;
  private static final ConvSpec SPEC =
      ConvSpec.of(8, 8).layout(Layout.NHWC).precision(Precision.F16).activation(Activation.RELU);
  private static final TensorSpec X = SPEC.input(2, 3, 3);
  private static final TensorSpec Y = SPEC.output(X);

  /** Ones: every output is 8. */
  private static final ConvWeights WEIGHTS = ConvWeights.of(filled(64)).bias(new float[8]);

  /** Kernels are compiled once for the class. */
  @TempDir static Path cache = Path.of("");

  private final String before = System.getProperty("pointwise.cache", "");

  private static float[] filled(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  @BeforeEach
  void useACacheOfItsOwn() throws IOException {
    System.setProperty("pointwise.cache", cache.toString());
    for (Path file : tunedFiles()) {
      Files.delete(file);
    }
  }

  @AfterEach
  void leavesNothing() {
    System.setProperty("pointwise.cache", before);
    StandIn.heal();
    StandIn.memoryLimit(8L << 30);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static List<Path> tunedFiles() throws IOException {
    Path directory = cache.resolve("tuned");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static Path tunedFile() throws IOException {
    return tunedFiles().stream()
        .filter(file -> file.toString().endsWith(".json"))
        .findFirst()
        .orElseThrow();
  }

  private static PlanExplanation explainAndRun(Tuning tuning) {
    try (CudaBackend backend = CudaBackend.open(0, tuning);
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(HostTensor.allocate(X).fill(1))) {
      PlanExplanation plan = layer.explain(X, null, Y);
      try (Tensor y = layer.run(x)) {
        float[] eights = filled((int) Y.shape().elements());
        for (int i = 0; i < eights.length; i++) {
          eights[i] = 8;
        }
        assertArrayEquals(eights, y.download().toArray());
      }
      return plan;
    }
  }

  @Test
  void timesEveryCandidateAndKeepsTheFastest() throws IOException {
    PlanExplanation tuned = explainAndRun(Tuning.ON);
    assertTrue(tuned.reason().startsWith("timed: the fastest of "), tuned::toString);
    assertTrue(tuned.candidates().size() > 2, tuned::toString);
    assertTrue(
        tuned.candidates().stream().allMatch(each -> each.seconds().isPresent()), tuned::toString);
    double least =
        tuned.candidates().stream()
            .mapToDouble(each -> each.seconds().orElseThrow())
            .min()
            .orElseThrow();
    PlanExplanation.Candidate fastest =
        tuned.candidates().stream()
            .filter(each -> each.seconds().orElseThrow() == least)
            .findFirst()
            .orElseThrow();
    assertEquals(fastest.name(), tuned.chosen());
    for (Tuning tuning : Tuning.values()) {
      PlanExplanation again = explainAndRun(tuning);
      assertEquals("timed before on such a device, and kept", again.reason());
      assertEquals(tuned.chosen(), again.chosen());
      assertTrue(
          again.candidates().stream()
              .anyMatch(
                  each -> each.seconds().isPresent() && each.seconds().getAsDouble() == least),
          again::toString);
    }
  }

  @Test
  void timesNothingWithoutBeingAsked() throws IOException {
    PlanExplanation plan = explainAndRun(Tuning.OFF);
    assertEquals("by rule: one call does the whole layer", plan.reason());
    assertEquals("cublasLtMatmul", plan.chosen());
    assertFalse(plan.candidates().stream().anyMatch(each -> each.seconds().isPresent()));
    assertEquals(List.of(), tunedFiles());
  }

  @Test
  void leavesOutWhatTheLibraryRefuses() {
    StandIn.fail("cublasLtMatmul", 1, NOT_SUPPORTED, 0);
    PlanExplanation plan = explainAndRun(Tuning.ON);
    assertTrue(plan.candidates().get(0).seconds().isEmpty(), plan::toString);
    assertTrue(plan.candidates().get(1).seconds().isPresent(), plan::toString);
    assertTrue(plan.reason().startsWith("timed: "), plan::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuEventCreate",
        "cuEventRecord",
        "cuEventSynchronize",
        "cuEventElapsedTime",
        "cuLaunchKernel"
      })
  void freesEverythingWhateverCallFails(String call) throws IOException {
    try (CudaBackend backend = CudaBackend.open(0, Tuning.ON);
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS)) {
      int live = StandIn.live("all");
      StandIn.fail(call, 1, 999, 0);
      CudaException failure = assertThrows(CudaException.class, () -> layer.explain(X, null, Y));
      assertEquals(call, failure.call());
      assertTrue(StandIn.live("event") <= live);
    }
    assertEquals(List.of(), tunedFiles());
  }

  @Test
  void goesByRuleWhereThereIsNoMemoryForOperands() {
    ConvSpec spec = SPEC;
    TensorSpec x = spec.input(1, 1 << 9, 1 << 10);
    TensorSpec y = spec.output(x);
    try (CudaBackend backend = CudaBackend.open(0, Tuning.ON);
        ConvLayer layer = backend.prepare(spec, WEIGHTS)) {
      StandIn.memoryLimit(44 << 20);
      PlanExplanation plan = layer.explain(x, null, y);
      assertEquals(
          "by rule: one call does the whole layer, too little memory to time any", plan.reason());
    }
  }

  /** Operands of 8 MiB each fit, and the binary32 product of 16 MiB does not. */
  @Test
  void timesFewerCandidatesWhereThereIsNoMemoryForScratch() {
    TensorSpec x = SPEC.input(1, 1 << 9, 1 << 10);
    try (CudaBackend backend = CudaBackend.open(0, Tuning.ON);
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS)) {
      StandIn.arithmetic(false);
      StandIn.memoryLimit(56 << 20);
      PlanExplanation plan = layer.explain(x, null, SPEC.output(x));
      assertEquals("cublasLtMatmul", plan.chosen());
      assertTrue(plan.candidates().get(0).seconds().isPresent(), plan::toString);
      PlanExplanation.Candidate last = plan.candidates().get(plan.candidates().size() - 1);
      assertEquals("cublasGemmEx + epilogue kernel", last.name());
      assertTrue(last.seconds().isEmpty(), plan::toString);
    } finally {
      StandIn.arithmetic(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lt:00", "elsewhere", "lt:zz"})
  void dropsAKeptPlanThatIsNoneHere(String id) throws IOException {
    explainAndRun(Tuning.ON);
    String text =
        Files.readString(tunedFile()).replaceAll("\"id\": \"[^\"]*\"", "\"id\": \"" + id + "\"");
    Files.writeString(tunedFile(), text);
    assertEquals("by rule: one call does the whole layer", explainAndRun(Tuning.OFF).reason());
  }

  @Test
  void dropsAKeptAlgorithmThatTheLibraryRefuses() throws IOException {
    explainAndRun(Tuning.ON);
    String id = "lt:" + "5a".repeat(64);
    Files.writeString(
        tunedFile(),
        Files.readString(tunedFile()).replaceAll("\"id\": \"[^\"]*\"", "\"id\": \"" + id + "\""));
    long before = StandIn.calls("cublasLtMatmulAlgoCheck");
    assertEquals("by rule: one call does the whole layer", explainAndRun(Tuning.OFF).reason());
    assertEquals(before + 1, StandIn.calls("cublasLtMatmulAlgoCheck"));
  }

  @Test
  void tunesBeforeWorkIsCaptured() {
    try (CudaBackend backend = CudaBackend.open(0, Tuning.ON);
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(HostTensor.allocate(X).fill(1));
        Tensor y = backend.allocate(Y);
        Recording recording = backend.record(() -> layer.runInto(x, null, y))) {
      recording.replay();
      assertEquals(8, y.download().get(1, 7, 2, 2));
      assertTrue(layer.explain(X, null, Y).reason().startsWith("timed: "));
    }
  }
}
