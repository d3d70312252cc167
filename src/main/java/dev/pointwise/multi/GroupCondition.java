package dev.pointwise.multi;

import dev.pointwise.backend.DeviceCondition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** In which condition several devices are, as one. */
final class GroupCondition {
  private GroupCondition() {}

  /**
   * The lowest clock, if all tell theirs, and what each tells, by its number.
   *
   * @param devices the devices' numbers
   * @param conditions in which each is
   */
  static DeviceCondition of(List<Integer> devices, List<DeviceCondition> conditions) {
    List<String> throttled = new ArrayList<>();
    Map<String, String> details = new LinkedHashMap<>();
    for (int place = 0; place < devices.size(); place++) {
      String device = "device " + devices.get(place);
      conditions.get(place).throttled().forEach(reason -> throttled.add(reason + ", " + device));
      conditions
          .get(place)
          .details()
          .forEach((name, value) -> details.put(device + " " + name, value));
    }
    return new DeviceCondition(lowest(conditions), throttled, details);
  }

  private static OptionalDouble lowest(List<DeviceCondition> conditions) {
    return conditions.stream().allMatch(each -> each.clock().isPresent())
        ? conditions.stream().mapToDouble(each -> each.clock().getAsDouble()).min()
        : OptionalDouble.empty();
  }
}
