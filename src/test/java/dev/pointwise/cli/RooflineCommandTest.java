package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Backends;
import dev.pointwise.backend.Tuning;
import dev.pointwise.bench.RooflineCache;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RooflineJson;
import dev.pointwise.results.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RooflineCommandTest {
  @TempDir Path directory = Path.of("");

  @Test
  void printsKeepsAndWritesIt() throws IOException {
    Path file = directory.resolve("roofline.json");
    Cli cli = Cli.run("roofline", "--backend", "exact", "--dtype", "f32,f16", "--json", file).ok();
    String out = cli.out();
    assertTrue(out.startsWith("roofline of exact ("), out);
    assertTrue(out.lines().allMatch(line -> line.length() <= 100), out);
    assertTrue(out.contains("     64 KiB".strip()), out);
    assertTrue(out.lines().anyMatch(line -> line.matches("4 MiB +[\\d.]+ .?B/s   memory")), out);
    assertTrue(
        out.lines().anyMatch(line -> line.matches("f16 +[\\d.]+ .?FLOP/s   [\\d.]+ FLOP/byte")),
        out);
    assertTrue(out.lines().anyMatch(line -> line.matches("smallest run +[\\d.]+ µs")), out);
    assertFalse(out.contains(RunInfo.STAND_IN_WARNING), out);

    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals(1, json.get("schema").getAsInt());
    JsonObject written = json.getAsJsonArray("rooflines").get(0).getAsJsonObject();
    assertEquals("exact", written.get("backend").getAsString());
    assertTrue(written.get("measures_speed").getAsBoolean());
    Roofline roofline = RooflineJson.read(written.getAsJsonObject("roofline"));
    assertEquals(Set.of("f16", "f32"), roofline.peaks().keySet());
    try (Backend backend = Backends.provider("exact").open(0, Tuning.OFF)) {
      Roofline kept =
          RooflineCache.of(backend).getOrMeasure(Set.of("f32", "f16"), () -> cli.failed(0));
      assertEquals(roofline.bandwidths(), kept.bandwidths());
    }
  }

  @Test
  void marksTheStandIn() {
    String out = Cli.run("roofline", "--backend", "cuda", "--dtype", "f32").ok().out();
    assertTrue(out.contains(RunInfo.STAND_IN_WARNING), out);
  }

  @Test
  void refusesWhatItCannotDoBeforeItMeasures() {
    Cli.run("roofline", "--backend", "tpu").failed(2, "'tpu'", "expected one of");
    Cli.run("roofline", "--backend", "exact,exact").failed(2, "exact,exact");
    Cli.run("roofline", "--backend", "absent").failed(6, "no such hardware");
    Cli.run("roofline", "--dtype", "f64").failed(2, "f64");
    Cli.run("roofline", "--backend", "exact", "--json", directory)
        .failed(2, "--json", "a directory");
  }
}
