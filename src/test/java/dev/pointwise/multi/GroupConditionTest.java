package dev.pointwise.multi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.DeviceCondition;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GroupConditionTest {
  private static final DeviceCondition COOL =
      new DeviceCondition(
          OptionalDouble.of(1500), OptionalDouble.of(2), List.of(), Map.of("ECC", "on"));
  private static final DeviceCondition HOT =
      new DeviceCondition(
          OptionalDouble.of(900), OptionalDouble.of(3), List.of("thermal"), Map.of("ECC", "off"));

  @Test
  void isThrottledWhereOneDeviceIs() {
    DeviceCondition both = GroupCondition.of(List.of(0, 3), List.of(COOL, HOT));
    assertEquals(OptionalDouble.of(900), both.clock());
    assertEquals(OptionalDouble.of(3), both.pace());
    assertEquals(List.of("thermal, device 3"), both.throttled());
    assertEquals("{device 0 ECC=on, device 3 ECC=off}", both.details().toString());
  }

  @Test
  void hasNoClockWhereOneDeviceTellsNone() {
    DeviceCondition both =
        GroupCondition.of(List.of(0, 1), List.of(COOL, DeviceCondition.unknown()));
    assertEquals(OptionalDouble.empty(), both.clock());
  }
}
