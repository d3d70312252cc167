package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The report of NVRTC 12.6, with numbers that tell which is which. */
class ResourceUsageTest {
  @Test
  void readsEachKernelsReport() {
    String log =
        """
        ptxas info    : 0 bytes gmem
        ptxas info    : Compiling entry function 'plain' for 'sm_90'
        ptxas info    : Function properties for plain
        ptxas         .     0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
        ptxas info    : Used 10 registers, used 0 barriers
        ptxas info    : Compiling entry function 'cut_off' for 'sm_90'
        ptxas info    : Compiling entry function 'spilling' for 'sm_90'
        ptxas info    : Function properties for spilling
        ptxas         .     24 bytes stack frame, 3 bytes spill stores, 4 bytes spill loads
        ptxas info    : Used 16 registers, used 0 barriers, 480 bytes cmem[0]
        """;
    assertEquals(
        Map.of(
            "plain", new ResourceUsage(10, 0, 0),
            "spilling", new ResourceUsage(16, 24, 7)),
        ResourceUsage.parse(log));
  }
}
