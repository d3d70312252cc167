package dev.pointwise.multi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.BackendInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupInfoTest {
  private static BackendInfo info(String device, String memory, int number) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("number", String.valueOf(number));
    details.put("memory", memory);
    details.put("driver", "12.6");
    return new BackendInfo("kind", device, details);
  }

  @Test
  void tellsOnceWhatAllShareAndOfEachWhatIsItsOwn() {
    BackendInfo joined =
        GroupInfo.of(
            List.of(0, 2, 3), List.of(info("A", "80", 0), info("B", "40", 2), info("A", "80", 3)));
    assertEquals("kind (2 × A + B)", joined.toString());
    assertEquals(
        "{driver=12.6, device 0=A, memory 80, device 2=B, memory 40, device 3=A, memory 80}",
        joined.details().toString());
  }

  @Test
  void likeDevicesDifferInTheirNumbersAlone() {
    BackendInfo joined =
        GroupInfo.of(List.of(1, 0), List.of(info("A", "80", 1), info("A", "80", 0)));
    assertEquals("kind (2 × A)", joined.toString());
    assertEquals("{memory=80, driver=12.6, device 1=A, device 0=A}", joined.details().toString());
  }
}
