package dev.pointwise.cuda;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import dev.pointwise.spec.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of one file of tuned plans: a schema, what the plans were tuned for, and the plans, each
 * under its layer and tensors.
 *
 * @param plans what it holds; none where there is a fault
 * @param fault why it cannot be used, or null
 * @param newer whether a newer version of Pointwise wrote it, which is not to lose it
 */
record TunedFile(Map<String, TunedPlan> plans, @Nullable String fault, boolean newer) {
  private static final int SCHEMA = 1;
  private static final Gson GSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  /**
   * Reads one.
   *
   * @param bytes the file, or null if there is none
   * @param identity of the device and libraries that it has to be for
   */
  static TunedFile of(byte @Nullable [] bytes, String identity) {
    if (bytes == null) {
      return new TunedFile(Map.of(), null, false);
    }
    try {
      JsonElement json =
          GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), JsonElement.class);
      if (json == null) {
        return unusable("it is empty");
      }
      return of(json.getAsJsonObject(), identity);
    } catch (RuntimeException e) {
      return unusable("it is damaged: " + e.getMessage());
    }
  }

  private static TunedFile of(JsonObject json, String identity) {
    int schema = json.get("schema").getAsInt();
    if (schema > SCHEMA) {
      return new TunedFile(Map.of(), "a newer version wrote it, schema " + schema, true);
    }
    String found = json.get("tuned_for").getAsString();
    if (!found.equals(identity)) {
      return unusable("it is for " + found);
    }
    Map<String, TunedPlan> plans = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject("plans").entrySet()) {
      JsonObject plan = entry.getValue().getAsJsonObject();
      plans.put(
          entry.getKey(),
          new TunedPlan(plan.get("id").getAsString(), plan.get("seconds").getAsDouble()));
    }
    return new TunedFile(plans, null, false);
  }

  private static TunedFile unusable(String fault) {
    return new TunedFile(Map.of(), Printable.line(fault), false);
  }

  /** The file that holds these plans. */
  static byte[] bytes(String identity, Map<String, TunedPlan> plans) {
    JsonObject json = new JsonObject();
    json.addProperty("schema", SCHEMA);
    json.addProperty("tuned_for", identity);
    json.add("plans", GSON.toJsonTree(new TreeMap<>(plans)));
    return (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
