package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.FarSlices;
import dev.pointwise.spec.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offsets beyond 2³² bytes, on memory that is there when it is touched. */
class CpuExtentsTest {
  @ParameterizedTest
  @CsvSource({"F32, 1", "F16, 1", "BF16, 2"})
  void computesOnSlicesBeyondFourGibibytes(Precision precision, int images) {
    for (CoreClass core : CoreClass.values()) {
      try (Backend backend = CpuBackend.open(2, core)) {
        FarSlices.check(backend, precision, images);
      } catch (DeviceMemoryException e) {
        assumeTrue(false, e.getMessage());
      }
    }
  }
}
