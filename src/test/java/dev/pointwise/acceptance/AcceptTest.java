package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The acceptance with steps of the test's own. */
class AcceptTest {
  @TempDir private Path directory;

  private static Step step(String name, boolean needsGpu, Step.Work work) {
    return new Step(name, "what it shows", 100, 0, needsGpu, work);
  }

  private static Step device(String name, String value) {
    return step(
        Plan.DEVICE,
        false,
        (session, detail, deadline) -> {
          JsonObject probe = new JsonObject();
          probe.addProperty(name, value);
          JsonObject details = new JsonObject();
          details.addProperty("natives", session.work().toString());
          probe.add("details", details);
          session.results().device(probe);
          return Verdict.passed("");
        });
  }

  private int accept(List<String> arguments, Step... steps) throws IOException {
    return Accept.run(arguments, Map.of("OUT", directory.toString()), directory, List.of(steps));
  }

  private JsonObject results() throws IOException {
    return JsonParser.parseString(Files.readString(directory.resolve("results.json")))
        .getAsJsonObject();
  }

  private List<String> states() throws IOException {
    List<String> states = new ArrayList<>();
    results()
        .getAsJsonArray("steps")
        .forEach(step -> states.add(JsonLines.text(step.getAsJsonObject(), "state")));
    return states;
  }

  @Test
  void goesOnPastStepsThatFailAndSaysSo() throws IOException {
    int exit =
        accept(
            List.of(),
            device("device", "a GPU"),
            step("throws", true, (session, detail, deadline) -> thrown()),
            step("fails", true, (session, detail, deadline) -> Verdict.failed("a | b")),
            step("passes", true, (session, detail, deadline) -> Verdict.passed("")));
    assertEquals(Results.FAILED, exit);
    assertEquals(List.of("passed", "FAILED", "FAILED", "passed"), states());
    assertTrue(results().get("finished").getAsBoolean());
    String summary = Files.readString(directory.resolve("summary.md"));
    assertTrue(summary.contains("| fails | FAILED |"), summary);
    assertTrue(summary.contains("a \\| b"), summary);
    assertTrue(summary.contains("the disk is full"), summary);
  }

  private static Verdict thrown() throws IOException {
    throw new IOException("the disk is full");
  }

  @Test
  void whatIsAbsentIsNoFailureAndWhatIsIncompleteIsOne() throws IOException {
    Step device = device("device", "a GPU");
    Step absent = step("absent", true, (session, detail, deadline) -> Verdict.absent(""));
    Step cut = step("cut", true, (session, detail, deadline) -> Verdict.incomplete(""));
    assertEquals(Results.HELD, accept(List.of(), device, absent));
    assertEquals(Results.FAILED, accept(List.of(), device, absent, cut));
  }

  @Test
  void withoutAGpuEveryStepThatNeedsOneIsReported() throws IOException {
    int exit =
        accept(
            List.of(),
            device("unavailable", "no driver"),
            step("other", false, (session, detail, deadline) -> Verdict.passed("")),
            step("gpu", true, (session, detail, deadline) -> Verdict.failed("must not run")));
    assertEquals(Results.NO_GPU, exit);
    assertEquals(List.of("passed", "passed", "no GPU"), states());
  }

  @Test
  void whatAStepHasIsKeptWhileItRuns() throws IOException {
    Step looks =
        step(
            "looks",
            true,
            (session, detail, deadline) -> {
              detail.addProperty("figure", 42);
              session.save();
              String saved = Files.readString(directory.resolve("results.json"));
              assertTrue(saved.contains("\"figure\":42"), saved);
              assertTrue(saved.contains("\"finished\":false"), saved);
              return Verdict.passed("");
            });
    assertEquals(Results.HELD, accept(List.of(), device("device", "a GPU"), looks));
  }

  @Test
  void aStepForWhichNoTimeIsLeftIsNotBegun() throws IOException {
    Step greedy =
        new Step("greedy", "", 540, 0, true, (session, detail, deadline) -> sleep(deadline));
    Step late = step("late", true, (session, detail, deadline) -> Verdict.failed("must not run"));
    accept(List.of("--budget", "2"), device("device", "a GPU"), greedy, late);
    assertEquals(List.of("passed", "passed", "incomplete"), states());
  }

  private static Verdict sleep(Deadline deadline) {
    while (deadline.left() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
    return Verdict.passed("");
  }

  @Test
  void goesOnWhereAnEarlierRunEnded() throws IOException {
    Step kept = step("verify", true, (session, detail, deadline) -> Verdict.incomplete("half"));
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    accept(List.of("--out", first.toString()), device("device", "a GPU"), kept, measures(1));
    int exit =
        accept(
            List.of(
                "--out", second.toString(), "--resume", first.toString(), "--steps", "benchmark"),
            device("device", "a GPU"),
            kept,
            measures(2));
    assertEquals(Results.FAILED, exit);
    JsonObject results =
        JsonParser.parseString(Files.readString(second.resolve("results.json"))).getAsJsonObject();
    ResultsReader reader = new ResultsReader(results);
    assertEquals(Optional.of("incomplete, half"), reader.state("verify"));
    assertEquals(2, JsonLines.number(reader.detail("benchmark"), "figure"));
    assertEquals(3, results.getAsJsonArray("steps").size());
  }

  private static Step measures(int figure) {
    return step(
        "benchmark",
        true,
        (session, detail, deadline) -> {
          detail.addProperty("figure", figure);
          return Verdict.passed("");
        });
  }

  @Test
  void goesOnFromNoOtherGpu() throws IOException {
    Path first = directory.resolve("first");
    accept(List.of("--out", first.toString()), device("device", "a GPU"));
    int exit =
        accept(
            List.of("--resume", first.toString()),
            device("device", "another GPU"),
            step("benchmark", true, (session, detail, deadline) -> Verdict.failed("must not run")));
    assertEquals(Results.FAILED, exit);
    assertEquals(List.of("passed"), states());
    String summary = Files.readString(directory.resolve("summary.md"));
    assertTrue(summary.contains("device was a GPU, is another GPU"), summary);
  }

  @Test
  void aStandInsTimesAreCalledNoMeasurement() throws IOException {
    accept(List.of(), device("device", "CPU stand-in"));
    assertFalse(results().get("measures_speed").getAsBoolean());
    String summary = Files.readString(directory.resolve("summary.md"));
    assertTrue(summary.contains("no time in here is a measurement"), summary);
  }

  @Test
  void leavesNothingButThreeFiles() throws IOException {
    Step prints =
        step(
            "prints",
            false,
            (session, detail, deadline) -> {
              session.run(detail, deadline, List.of("sh", "-c", "echo text > file; echo printed"));
              return Verdict.passed("");
            });
    accept(List.of(), device("device", "a GPU"), prints);
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          List.of("log.txt", "results.json", "summary.md"),
          files.map(file -> String.valueOf(file.getFileName())).sorted().toList());
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    for (List<String> wrong :
        List.of(
            List.of("--budget"),
            List.of("--budget", "nine"),
            List.of("--budget", "1"),
            List.of("--steps", "benchmark,dance"),
            List.of("--resume", directory.resolve("nowhere").toString()),
            List.of("--resume", directory.toString(), "--out", directory.toString()),
            List.of("--batch", "8,none"),
            List.of("--dtype", "f17"),
            List.of("--fast", "yes"))) {
      assertEquals(2, accept(wrong), wrong::toString);
    }
  }
}
