package dev.pointwise.acceptance;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.cuda.CudaBackend;
import dev.pointwise.results.Machine;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Prints, as one line of JSON, what GPU Pointwise runs on here, or why on none. */
final class Probe {
  private Probe() {}

  public static void main(String[] args) {
    JsonObject json = new JsonObject();
    json.add("machine", new Gson().toJsonTree(Machine.here()));
    String reason = CudaBackend.unavailableReason();
    if (reason == null) {
      try (Backend backend = CudaBackend.open()) {
        describe(json, backend.info());
      }
    } else {
      json.addProperty("unavailable", reason);
    }
    System.out.println(new Gson().toJson(json));
  }

  private static void describe(JsonObject json, BackendInfo info) {
    json.addProperty("device", info.device());
    json.add("details", new Gson().toJsonTree(info.details()));
    json.addProperty(
        "libraries",
        info.details().values().stream()
            .filter(value -> value.matches("/.*/lib(cuda|cublas|cublasLt|nvrtc)\\.so[^/]*"))
            .map(value -> String.valueOf(Path.of(value).getParent()))
            .distinct()
            .collect(Collectors.joining(":")));
  }
}
