package dev.pointwise.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.backend.Backend;
import dev.pointwise.bench.RooflineCache;
import dev.pointwise.io.AtomicFile;
import dev.pointwise.report.RooflineText;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RooflineJson;
import dev.pointwise.results.RunInfo;
import dev.pointwise.spec.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a device can do at most. */
@Command(
    name = "roofline",
    description = {
      "Measures what a device can do at most: bandwidth by how much memory is used again and again,"
          + " the peak of large products by dtype, and the smallest run. Takes 5 to 20 seconds, in"
          + " which nothing else should run on the machine.",
      "bench measures it by itself the first time and keeps it in the cache; this measures it anew"
          + " and keeps that instead."
    })
final class RooflineCommand implements Callable<Integer> {
  private static final int SCHEMA = 1;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  @Spec private CommandSpec spec;
  @Mixin private BackendOptions backendOptions = new BackendOptions();

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      split = ",",
      description =
          "Whose peaks to measure: f32, tf32, f16, bf16, f8, i8. Default: all that the backend has"
              + " layers in.")
  private List<Precision> precisions = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write it to this file: bytes, bytes and operations a second, seconds.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    if (json != null) {
      Path file = json;
      UsageException.check("", () -> AtomicFile.check("--json", file));
    }
    PrintWriter out = spec.commandLine().getOut();
    JsonArray rooflines = new JsonArray();
    boolean unsupported = false;
    List<BackendOptions> all = backendOptions.each();
    for (BackendOptions each : all) {
      try (Backend backend = each.open(spec.commandLine().getErr())) {
        RooflineCache cache = RooflineCache.of(backend);
        Roofline roofline = cache.measure(dtypes());
        if (!rooflines.isEmpty()) {
          out.println();
        }
        RooflineText.print(out, backend.info(), roofline);
        unsupported |= tellUnsupported(out, roofline);
        if (cache.file() != null) {
          out.println("kept in " + cache.file());
        }
        out.flush();
        rooflines.add(json(backend, roofline));
      }
    }
    if (json != null) {
      write(json, rooflines);
    }
    return ExitCode.of(false, false, unsupported);
  }

  private Set<String> dtypes() {
    Set<String> names = new TreeSet<>();
    for (Precision each : precisions.isEmpty() ? List.of(Precision.values()) : precisions) {
      names.add(each.name().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /** Says which of the dtypes that were asked for are missing, and whether any is. */
  private boolean tellUnsupported(PrintWriter out, Roofline roofline) {
    Set<String> missing = dtypes();
    missing.removeAll(roofline.peaks().keySet());
    if (precisions.isEmpty() || missing.isEmpty()) {
      return false;
    }
    out.println("not supported here: " + String.join(", ", missing));
    return true;
  }

  private static JsonObject json(Backend backend, Roofline roofline) {
    JsonObject object = new JsonObject();
    object.addProperty("backend", backend.info().backend());
    object.addProperty("device", backend.info().device());
    object.add("details", GSON.toJsonTree(backend.info().details()));
    object.addProperty("measures_speed", !RunInfo.isStandIn(backend.info()));
    object.addProperty("cache_bytes", backend.cacheBytes());
    object.add("roofline", RooflineJson.write(roofline));
    return object;
  }

  private static void write(Path file, JsonArray rooflines) throws IOException {
    JsonObject object = new JsonObject();
    object.addProperty("schema", SCHEMA);
    object.add("rooflines", rooflines);
    byte[] text = (GSON.toJson(object) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(text));
  }
}
