package dev.pointwise.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "1.5, '1.50 s '",
    "0.0123, 12.3 ms",
    "0.000123, 123 µs",
    "1.234e-6, 1.23 µs",
    "0.00099999, 1000 µs",
    "123456, '123456 s '"
  })
  void seconds(double seconds, String text) {
    assertEquals(text, Units.seconds(seconds));
  }

  @Test
  void counts() {
    assertEquals("12  ", Units.count(12));
    assertEquals("1.50 k", Units.count(1_500));
    assertEquals("25.6 M", Units.count(25_557_032));
    assertEquals("2.12 G", Units.count(2_119_434_240L));
  }
}
