package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.BackendInfo;
import dev.pointwise.results.Roofline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a roofline: kept, added to, damaged, foreign, or out of reach. */
class RooflineCacheTest {
  private static final BackendInfo INFO =
      new BackendInfo("kind", "a device", Map.of("threads", "2", "library", "/usr/lib/x.so"));

  @TempDir Path directory = Path.of("");
  private final String before = System.getProperty("pointwise.cache", "");
  private final Logger logger = Logger.getLogger(RooflineCache.class.getName());
  private final List<String> warnings = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          warnings.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** A device that is a little faster at each measurement, and has no i8. */
  private final Ceilings meter =
      new Ceilings() {
        private int count;

        @Override
        public Roofline measure(Set<String> dtypes) {
          calls.add("measure " + new TreeSet<>(dtypes));
          count++;
          return new Roofline(
              Instant.ofEpochSecond(count),
              List.of(new Roofline.Bandwidth(1 << 16, 1e9 * count)),
              peaks(dtypes),
              1e-6);
        }

        @Override
        public Roofline add(Roofline measured, Set<String> dtypes) {
          calls.add("add " + new TreeSet<>(dtypes));
          count++;
          Map<String, Double> all = new TreeMap<>(measured.peaks());
          all.putAll(peaks(dtypes));
          return new Roofline(measured.measured(), measured.bandwidths(), all, measured.launch());
        }

        private Map<String, Double> peaks(Set<String> dtypes) {
          Map<String, Double> peaks = new TreeMap<>();
          supported(dtypes).forEach(dtype -> peaks.put(dtype, 1e12 * count));
          return peaks;
        }

        @Override
        public Set<String> supported(Set<String> dtypes) {
          Set<String> supported = new TreeSet<>(dtypes);
          supported.remove("i8");
          return supported;
        }
      };

  @BeforeEach
  void useACacheOfItsOwn() throws IOException {
    System.setProperty("pointwise.cache", directory.toString());
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @AfterEach
  void restore() {
    System.setProperty("pointwise.cache", before);
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private RooflineCache open() {
    return new RooflineCache(meter, INFO);
  }

  private Roofline get(String... dtypes) {
    return open().getOrMeasure(Set.of(dtypes), () -> calls.add("measuring"));
  }

  private Path file() {
    return Objects.requireNonNull(open().file());
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void measuresOnceAndSaysSo() {
    Roofline first = get("f32");
    assertEquals(List.of("measuring", "measure [f32]"), calls);
    calls.clear();
    assertEquals(first, get("f32"));
    assertEquals(List.of(), calls);
    assertEquals(List.of(), warnings);
  }

  @Test
  void addsThePeakOfAnotherDtype() {
    Roofline first = get("f32");
    calls.clear();
    Roofline both = get("f32", "f16");
    assertEquals(List.of("measuring", "add [f16]"), calls);
    assertEquals(Map.of("f32", 1e12, "f16", 2e12), both.peaks());
    assertEquals(first.bandwidths(), both.bandwidths());
    assertEquals(both, get("f16"));
  }

  @Test
  void doesNotMeasureAgainForWhatTheDeviceCannotDo() {
    get("f32", "i8");
    calls.clear();
    assertEquals(Set.of("f32"), get("f32", "i8").peaks().keySet());
    assertEquals(List.of(), calls);
  }

  @Test
  void aNewMeasurementTakesThePlaceOfTheOld() {
    get("f32", "f16");
    Roofline anew = open().measure(Set.of("f32"));
    assertEquals(Map.of("f32", 2e12), anew.peaks());
    calls.clear();
    Roofline kept = get("f32", "f16");
    assertEquals(List.of(), calls);
    assertEquals(anew.bandwidths(), kept.bandwidths());
    assertEquals(Map.of("f32", 2e12, "f16", 1e12), kept.peaks());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "null",
        "{\"schema\": 1, \"measured_on\": \"ID\"}",
        "{\"schema\": 1, \"measured_on\": \"ID\", \"roofline\": {\"measured\": 5}}",
        "{\"schema\": 1, \"measured_on\": \"another\", \"roofline\": GOOD}",
        "{\"schema\": 1, \"measured_on\": \"ID\", \"roofline\": ZERO}",
        "{\"schema\": 1, \"measured_on\": \"ID\", \"roofline\": GOOD} x",
      })
  void ignoresAndReplacesWhatItCannotUseWithOneWarning(String text) throws IOException {
    String good =
        "{\"measured\": \"1970-01-01T00:00:01Z\", \"bandwidths\": [{\"bytes\": 1, \"rate\": 2}],"
            + " \"peaks\": {\"f32\": 1}, \"launch\": 1}";
    write(
        text.replace("ID", RooflineCache.identity(INFO))
            .replace("GOOD", good)
            .replace("ZERO", good.replace("\"rate\": 2", "\"rate\": 0")));
    get("f32");
    assertEquals(List.of("measuring", "measure [f32]"), calls);
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(
        warnings.get(0).startsWith("the roofline in " + file() + " is ignored: "),
        warnings::toString);
    calls.clear();
    get("f32");
    assertEquals(List.of(), calls);
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void leavesTheFileOfANewerVersionAlone() throws IOException {
    String newer = "{\"schema\": 2, \"anything\": true}";
    write(newer);
    assertEquals(Set.of("f32"), get("f32").peaks().keySet());
    assertEquals(newer, Files.readString(file()));
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void worksWithoutADirectory() {
    System.setProperty("pointwise.cache", "/proc/pointwise");
    assertEquals(Set.of("f32"), get("f32").peaks().keySet());
    assertNull(open().file());
    assertTrue(warnings.get(0).startsWith("the roofline is not kept: "), warnings::toString);
  }

  @Test
  void isOfWhatTheDeviceIsAndNotOfWhereFilesLie() {
    BackendInfo moved =
        new BackendInfo("kind", "a device", Map.of("library", "/opt/x.so", "threads", "2"));
    BackendInfo faster =
        new BackendInfo("kind", "a device", Map.of("threads", "4", "library", "/usr/lib/x.so"));
    BackendInfo other = new BackendInfo("kind", "another", INFO.details());
    assertEquals(file(), new RooflineCache(meter, moved).file());
    assertNotEquals(file(), new RooflineCache(meter, faster).file());
    assertNotEquals(file(), new RooflineCache(meter, other).file());
  }
}
