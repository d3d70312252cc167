package dev.pointwise.multi;

import dev.pointwise.backend.DeviceCondition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** In which condition several devices are, as one. */
final class GroupCondition {
  private GroupCondition() {}

  /**
   * The lowest clock and the longest pace, if all tell theirs, and what each tells, by its number.
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
    return new DeviceCondition(
        together(conditions, DeviceCondition::clock).min(),
        together(conditions, DeviceCondition::pace).max(),
        throttled,
        details);
  }

  private static DoubleStream together(
      List<DeviceCondition> conditions, Function<DeviceCondition, OptionalDouble> value) {
    List<OptionalDouble> values = conditions.stream().map(value).toList();
    return values.stream().allMatch(OptionalDouble::isPresent)
        ? values.stream().mapToDouble(OptionalDouble::getAsDouble)
        : DoubleStream.empty();
  }
}
