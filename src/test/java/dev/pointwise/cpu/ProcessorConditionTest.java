package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.DeviceCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from Linux' description of processors. */
class ProcessorConditionTest {
  @TempDir Path system;

  private void write(String file, String text) throws IOException {
    Path path = system.resolve("cpu0").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private void cache(int index, String level, String size) throws IOException {
    write("cache/index" + index + "/level", level);
    write("cache/index" + index + "/size", size);
  }

  @Test
  void takesTheHighestLevel() throws IOException {
    cache(0, "1", "48K");
    cache(1, "1", "32K");
    cache(2, "3", "36864K");
    cache(3, "2", "2048K");
    assertEquals(36L << 20, Processor.cacheBytes(system));
  }

  @Test
  void guessesACacheThatIsNotTold() throws IOException {
    assertEquals(32L << 20, Processor.cacheBytes(system));
    cache(0, "1", "large");
    assertEquals(32L << 20, Processor.cacheBytes(system));
  }

  @Test
  void tellsClockAndGovernor() throws IOException {
    write("cpufreq/scaling_cur_freq", "2100500");
    write("cpufreq/cpuinfo_max_freq", "3500000");
    write("cpufreq/scaling_governor", "performance");
    write("thermal_throttle/package_throttle_count", "3");
    DeviceCondition condition = new ProcessorCondition(system).now(1);
    assertEquals(OptionalDouble.of(2100.5), condition.clock());
    assertEquals(
        "{clock=2100 MHz, highest clock=3500 MHz, governor=performance, thermal throttle count=3}",
        condition.details().toString());
    assertEquals(List.of(), condition.throttled());
  }

  @Test
  void isThrottledWhenTheCountHasRisen() throws IOException {
    write("thermal_throttle/package_throttle_count", "3");
    ProcessorCondition condition = new ProcessorCondition(system);
    assertEquals(List.of(), condition.now(1).throttled());
    write("thermal_throttle/package_throttle_count", "5");
    assertEquals(List.of("thermal"), condition.now(1).throttled());
    assertEquals(List.of(), condition.now(1).throttled());
  }

  @Test
  void saysWhatIsUnknown() {
    DeviceCondition condition = new ProcessorCondition(system).now(1);
    assertEquals(OptionalDouble.empty(), condition.clock());
    assertEquals("unknown", condition.details().get("governor"));
    assertEquals(List.of(), condition.throttled());
  }
}
