package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.DeviceCondition;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
    StandIn.failManagement("");
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

  /** What it refuses to tell is said to be unknown, and nothing else is lost. */
  @ParameterizedTest
  @CsvSource({
    "nvmlInit_v2, everything, ''",
    "nvmlDeviceGetHandleByPciBusId_v2, everything, ''",
    "nvmlSystemGetDriverVersion, driver, of unknown version",
    "nvmlDeviceGetEccMode, ECC, not there",
    "nvmlDeviceGetMigMode, MIG, not there",
    "nvmlDeviceGetClockInfo, SM clock+memory clock, unknown MHz",
    "nvmlDeviceGetMaxClockInfo, highest SM clock+highest memory clock, unknown MHz",
    "nvmlDeviceGetEnforcedPowerLimit, power limit, unknown",
    "nvmlDeviceGetCurrentClocksEventReasons, '', ''",
    "nvmlShutdown, '', ''",
  })
  void doesWithoutWhatTheLibraryRefusesToTell(String function, String lacking, String said) {
    Map<String, String> expected = new LinkedHashMap<>();
    try (Backend backend = CudaBackend.open()) {
      expected.putAll(backend.condition().details());
    }
    if (lacking.equals("everything")) {
      expected.clear();
    } else if (!lacking.isEmpty()) {
      Arrays.stream(lacking.split("\\+")).forEach(each -> expected.replace(each, said));
    }
    StandIn.throttle(0x20);
    StandIn.failManagement(function);
    try (Backend backend = CudaBackend.open()) {
      DeviceCondition condition = backend.condition();
      assertEquals(expected, condition.details());
      assertEquals(
          function.matches("nvml(Init|DeviceGetHandle|DeviceGetClockInfo).*"),
          condition.clock().isEmpty());
      assertEquals(
          function.matches("nvml(Init|DeviceGetHandle|DeviceGetCurrent).*"),
          condition.throttled().isEmpty());
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
