package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBlasLibraryTest {
  @ParameterizedTest
  @ValueSource(strings = {"macosx-arm64", "plan9-mips"})
  void saysWhichPlatformHasNoNatives(String platform) {
    String refusal =
        assertThrows(IOException.class, () -> OpenBlasLibrary.load(platform)).toString();
    assertTrue(refusal.contains(platform), refusal);
    assertTrue(refusal.contains("org.bytedeco:openblas"), refusal);
  }

  @Test
  void isThereWhereTheTestsRun() {
    assertNull(CpuBackend.unavailableReason());
  }

  @Test
  void saysWhatItRunsOn() {
    try (CpuBackend cpu = CpuBackend.open(3)) {
      assertEquals("3", cpu.info().details().get("threads"));
      assertTrue(cpu.info().details().containsKey("OpenBLAS core"));
      assertTrue(cpu.info().details().containsKey("libopenblas"));
    }
  }

  @Test
  void refusesThreadsThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> CpuBackend.open(0));
  }
}
