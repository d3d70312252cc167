package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.results.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
  @ParameterizedTest
  @CsvSource({"1, 16", "16, 16", "17, 9", "18, 9", "33, 11", "64, 16", "65, 13"})
  void blocksAreEven(int cases, int size) {
    assertEquals(size, Session.blockSize(cases, Order.INTERLEAVED));
    assertEquals(1, Session.blockSize(cases, Order.SEQUENTIAL));
  }
}
