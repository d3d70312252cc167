package dev.pointwise.multi;

import dev.pointwise.backend.BackendInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What several devices of one kind are, as one. */
final class GroupInfo {
  private GroupInfo() {}

  /**
   * The devices' names with how often each is there; details that all share, then for each device
   * its name and the details of its own, but for its number.
   *
   * @param devices the devices' numbers
   * @param infos what each is
   */
  static BackendInfo of(List<Integer> devices, List<BackendInfo> infos) {
    Map<String, String> details = new LinkedHashMap<>(infos.getFirst().details());
    infos.forEach(info -> details.entrySet().retainAll(info.details().entrySet()));
    Map<String, String> shared = Map.copyOf(details);
    for (int place = 0; place < devices.size(); place++) {
      String number = String.valueOf(devices.get(place));
      List<String> own = new ArrayList<>(List.of(infos.get(place).device()));
      infos
          .get(place)
          .details()
          .forEach(
              (name, value) -> {
                if (!shared.containsKey(name) && !value.equals(number)) {
                  own.add(name + " " + value);
                }
              });
      details.put("device " + number, String.join(", ", own));
    }
    return new BackendInfo(infos.getFirst().backend(), names(infos), details);
  }

  private static String names(List<BackendInfo> infos) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    infos.forEach(info -> counts.merge(info.device(), 1, Integer::sum));
    List<String> names = new ArrayList<>();
    counts.forEach((name, count) -> names.add(count == 1 ? name : count + " × " + name));
    return String.join(" + ", names);
  }
}
