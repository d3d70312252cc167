package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pointwise.testing.StandInLibraries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The doctor on the stand-in, where all is well. */
@Tag("cuda13")
class DoctorCommandTest {
  @Test
  void saysOnOneScreenThatAllIsWell() {
    Cli cli = Cli.run("doctor").ok();
    String out = cli.out();
    assertEquals("", cli.err());
    assertTrue(out.lines().count() <= 30, out);
    assertTrue(out.lines().allMatch(line -> line.matches("(ok  |pointwise).*")), out);
    assertTrue(out.endsWith("CUDA is usable\n"), out);
    for (String words :
        new String[] {
          "system          Linux",
          "glibc           2.",
          "native access enabled",
          "-Dpointwise.cuda.path=" + StandInLibraries.DIRECTORY,
          "supports CUDA " + (StandInLibraries.MAJOR == 12 ? "12.6" : "13.0"),
          "NVIDIA 0.0-stand-in",
          "yours alone",
          "compiled a kernel for sm_90",
          "GEMM 0          relu([1 2; 3 4]·[5 6; 7 8] + [-20; 0]) = [0.0, 2.0, 43.0, 50.0]",
          "GEMM 1 ",
        }) {
      assertTrue(out.contains(words), () -> words + " is not in:\n" + out);
    }
    for (String library : StandInLibraries.names()) {
      assertTrue(out.contains(library + ": " + StandInLibraries.DIRECTORY.resolve(library)), out);
    }
  }

  @Test
  void tellsWhichNativesAreRewritten() {
    String out = Cli.run("doctor").ok().out();
    long rewritten = out.lines().filter(line -> line.contains("(rewritten for CUDA 13)")).count();
    assertEquals(StandInLibraries.MAJOR == 12 ? 0 : 2, rewritten, out);
    assertEquals(3, out.lines().filter(line -> line.startsWith("ok       JCuda ")).count(), out);
    String version = StandInLibraries.MAJOR == 12 ? "12.6" : "13.0";
    assertTrue(out.contains("NVRTC " + version), out);
    assertTrue(out.contains("cuBLAS " + version) && out.contains("cuBLASLt " + version), out);
  }

  /** The figures of the stand-in's management library for its first device, which alone it has. */
  @Test
  void describesTheGpus() {
    String out = Cli.run("doctor").ok().out();
    assertTrue(
        out.contains(
            "GPU 0           CPU stand-in, compute capability 9.0, 8192 MiB (7168 free), ECC on,"
                + " MIG off, SM clock 210 of 1000 MHz, memory clock 405 of 2000 MHz, power limit"
                + " 75 W\n"),
        out);
    assertTrue(
        out.contains(
            "GPU 1           CPU stand-in, compute capability 9.0, 8192 MiB, ECC on, SM clock up"
                + " to 1000 MHz, memory clock up to 1000 MHz, unknown to libnvidia-ml.so.1\n"),
        out);
  }

  @Test
  void printsJson() {
    Cli cli = Cli.run("doctor", "--json").ok();
    JsonObject json = JsonParser.parseString(cli.out()).getAsJsonObject();
    assertEquals(1, json.get("schema").getAsInt());
    assertTrue(json.get("usable").getAsBoolean());
    assertFalse(json.getAsJsonArray("findings").isEmpty());
    for (JsonElement each : json.getAsJsonArray("findings")) {
      assertEquals("ok", each.getAsJsonObject().get("level").getAsString());
      assertFalse(each.getAsJsonObject().get("detail").getAsString().isEmpty());
      assertFalse(each.getAsJsonObject().has("advice"));
    }
  }
}
