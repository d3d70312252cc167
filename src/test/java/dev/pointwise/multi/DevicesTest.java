package dev.pointwise.multi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tuning;
import dev.pointwise.testing.ExactProvider;
import dev.pointwise.testing.OracleBackend;
import dev.pointwise.testing.SeveralProvider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
  private final SeveralProvider several = new SeveralProvider();

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "0,1,3", "3,0", "all"})
  void readsWhatItWrites(String text) {
    assertEquals(text, Devices.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "0,", "0,,1", "x", "0;1", "ALL", "all,0", "0, 1", "99999999999"})
  void refusesOtherTexts(String text) {
    Refusal.argument(() -> Devices.parse(text), "device is '" + text + "'", "commas", "all");
  }

  @Test
  void refusesNumbersThatNoDeviceHas() {
    Refusal.argument(() -> Devices.parse("0,-1"), "device is -1", "at least 0");
    Refusal.argument(() -> Devices.parse("0,1,0"), "device 0", "twice", "[0, 1, 0]");
    Refusal.argument(() -> Devices.of(List.of()), "[]", "at least one");
    Refusal.argument(
        () -> MultiBackend.open(several, List.of(1, 1), Tuning.OFF).close(), "device 1", "twice");
  }

  @Test
  void allAreThoseOfTheKind() {
    assertEquals(List.of(0, 1, 2), Devices.ALL.among(several));
    assertEquals(List.of(0), Devices.ALL.among(new ExactProvider()));
    assertEquals(List.of(2, 0), Devices.parse("2,0").among(several));
  }

  @Test
  void onlyNamedDevicesMayBeMissing() {
    assertFalse(Devices.FIRST.mayBeMissing());
    assertFalse(Devices.parse("0").mayBeMissing());
    assertFalse(Devices.ALL.mayBeMissing());
    assertTrue(Devices.parse("1").mayBeMissing());
    assertTrue(Devices.parse("0,1").mayBeMissing());
  }

  @Test
  void oneDeviceIsThatDeviceAlone() {
    for (Devices one : List.of(Devices.FIRST, Devices.ALL)) {
      try (Backend backend = one.open(new ExactProvider(), Tuning.OFF)) {
        assertInstanceOf(OracleBackend.class, backend);
      }
    }
    try (Backend backend = Devices.ALL.open(several, Tuning.OFF)) {
      assertInstanceOf(MultiBackend.class, backend);
    }
  }

  @Test
  void saysWhatIsNotThere() {
    Refusal.argument(() -> Devices.parse("0,1,7").open(several, Tuning.OFF).close(), "device is 7");
    Refusal.argument(
        () -> Devices.parse("0,1").open(new ExactProvider(), Tuning.OFF).close(), "device is 1");
  }
}
