package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  @Test
  void onlyAMissingDeviceIsWrongUsage() {
    BackendOptions options = new BackendOptions();
    assertThrows(IllegalArgumentException.class, () -> options.opened(this::refused));
    options.device = 7;
    assertThrows(UsageException.class, () -> options.opened(this::refused));
  }

  private Object refused() {
    throw new IllegalArgumentException("refused");
  }
}
