package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the management library tells of a device, figures being the stand-in's. */
class CudaConditionTest {
  @AfterEach
  void leavesNothing() {
    StandIn.throttle(0);
    StandIn.devices(2);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  @Test
  void tellsClocksAndLimits() {
    try (Backend backend = CudaBackend.open()) {
      assertEquals(OptionalDouble.of(210), backend.condition().clock());
      assertEquals(
          Map.of(
              "SM clock", "210 MHz",
              "memory clock", "405 MHz",
              "highest SM clock", "1000 MHz",
              "highest memory clock", "2000 MHz",
              "ECC", "on",
              "MIG", "off",
              "power limit", "75 W",
              "driver", "0.0-stand-in"),
          backend.condition().details());
      assertEquals(1 << 20, backend.cacheBytes());
    }
  }

  /** The bits of NVML's reference: idle, set clocks, power cap, sync boost, display are none. */
  @ParameterizedTest
  @CsvSource({
    "0x117, ''",
    "0x08, hardware slowdown",
    "0x20, thermal",
    "0x40, thermal",
    "0x48, thermal",
    "0x80, power brake",
    "0x1ff, thermal+power brake",
  })
  void tellsWhyItIsThrottled(String mask, String reasons) {
    try (Backend backend = CudaBackend.open()) {
      assertEquals(List.of(), backend.condition().throttled());
      StandIn.throttle(Long.decode(mask));
      List<String> expected = reasons.isEmpty() ? List.of() : List.of(reasons.split("\\+"));
      assertEquals(expected, backend.condition().throttled());
    }
  }

  @Test
  void tellsNothingOfADeviceThatTheLibraryDoesNotKnow() {
    StandIn.devices(2);
    try (Backend backend = CudaBackend.open(1)) {
      assertEquals(Map.of(), backend.condition().details());
      assertEquals(OptionalDouble.empty(), backend.condition().clock());
    }
  }
}
