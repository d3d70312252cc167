package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pointwise.multi.Devices;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  @Test
  void onlyAMissingDeviceIsWrongUsage() {
    BackendOptions options = new BackendOptions();
    assertThrows(IllegalArgumentException.class, () -> options.opened(this::refused));
    options.devices = Devices.parse("7");
    assertThrows(UsageException.class, () -> options.opened(this::refused));
  }

  private Object refused() {
    throw new IllegalArgumentException("refused");
  }
}
