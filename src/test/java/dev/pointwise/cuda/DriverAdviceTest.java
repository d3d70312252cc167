package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverAdviceTest {
  @ParameterizedTest
  @CsvSource({
    "34, stubs off LD_LIBRARY_PATH",
    "802, nvidia-fabricmanager",
    "803, reboot",
    "804, cuda-compat",
    "999, nvidia-smi",
  })
  void keepsTheMessageAndAddsWhatHelps(int code, String words) {
    CudaException failure = new CudaException("cuInit", code, "SYMBOL", "text");
    String advice = DriverAdvice.of(failure);
    assertTrue(advice.startsWith("cuInit failed: SYMBOL (" + code + "): text; "), advice);
    assertTrue(advice.contains(words), advice);
  }

  @ParameterizedTest
  @CsvSource({
    "11080, 12, 'the NVIDIA driver supports CUDA 11.8, and cuBLAS and NVRTC are of CUDA 12: update"
        + " the driver'",
    "12040, 13, 'the NVIDIA driver supports CUDA 12.4, and cuBLAS and NVRTC are of CUDA 13: update"
        + " the driver, or install the libraries of CUDA 12'",
  })
  void showsBothVersions(int driver, int major, String expected) {
    assertEquals(expected, DriverAdvice.tooOld(driver, major));
  }
}
