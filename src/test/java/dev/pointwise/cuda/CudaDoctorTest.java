package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.cuda.Finding.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor makes of what it sees. */
class CudaDoctorTest {
  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  @ParameterizedTest
  @CsvSource({"2.17, OK", "2.36, OK", "2.9, PROBLEM", "2.12.90-rc1, PROBLEM", ", PROBLEM"})
  void glibc(@Nullable String version, Level level) {
    assertEquals(level, HostCheck.glibc(version).level());
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, OK",
    "Windows Server 2025, amd64, OK",
    "Linux, aarch64, PROBLEM",
    "Mac OS X, x86_64, PROBLEM",
  })
  void system(String name, String architecture, Level level) {
    assertEquals(level, HostCheck.system(name, architecture).level());
  }

  @Test
  void wrongNumbersAreAProblem() {
    assertEquals(Level.OK, TrialCheck.verdict("GEMM", new float[] {0, 2, 43, 50}).level());
    assertEquals(Level.PROBLEM, TrialCheck.verdict("GEMM", new float[] {0, 2, 43, 51}).level());
    assertEquals(
        Level.PROBLEM, TrialCheck.verdict("GEMM", new float[] {0, 2, 43, Float.NaN}).level());
  }

  @ParameterizedTest
  @CsvSource({
    "nvrtcCompileProgram, 7, NVRTC_ERROR_BUILTIN_OPERATION_FAILURE, libnvrtc-builtins",
    "cublasGemmEx, 13, CUBLAS_STATUS_EXECUTION_FAILED, nvidia-smi",
    "cuDevicePrimaryCtxRetain, 2, out of device memory, nvidia-smi",
    "cuDeviceTotalMem, 999, CUDA_ERROR_UNKNOWN, ''",
  })
  void aFailingTrialIsAFinding(String call, int code, String symbol, String advice) {
    StandIn.fail(call, 1, code, 0);
    List<Finding> problems =
        CudaDoctor.examine().stream().filter(each -> each.level() == Level.PROBLEM).toList();
    assertEquals(1, problems.size(), problems::toString);
    Finding problem = problems.getFirst();
    assertTrue(problem.detail().contains(symbol), problem::toString);
    assertTrue(problem.advice().contains(advice), problem::toString);
  }
}
