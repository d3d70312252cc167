package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/** Runs every test that needs a GPU, by JUnit's console. */
final class ContractStep implements Step.Work {
  private static final String MAIN = "org.junit.platform.console.ConsoleLauncher";

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    List<String> arguments =
        List.of(
            "execute",
            "--scan-classpath=" + session.bundle().tests(),
            "--include-tag=gpu",
            "--fail-if-no-tests",
            "--details=testfeed",
            "--disable-banner",
            "--disable-ansi-colors");
    Run run = session.run(detail, deadline, session.bundle().test(MAIN, arguments));
    return verdict(run, detail);
  }

  static Verdict verdict(Run run, JsonObject detail) throws IOException {
    List<String> lines = run.lines();
    long passed = count(lines, "SUCCESSFUL");
    long failed = count(lines, "FAILED");
    long skipped = count(lines, "ABORTED") + count(lines, "SKIPPED");
    detail.addProperty("passed", passed);
    detail.addProperty("failed", failed);
    detail.addProperty("skipped", skipped);
    JsonArray failures = new JsonArray();
    lines.stream().filter(line -> line.endsWith(":: FAILED")).forEach(failures::add);
    detail.add("failures", failures);
    String counts = passed + " passed, " + failed + " failed, " + skipped + " skipped";
    if (run.timedOut() && failed == 0) {
      return Verdict.incomplete(counts + "; " + run.ending());
    }
    return run.ok() && failed == 0 && passed > 0
        ? Verdict.passed(counts)
        : Verdict.failed(counts + "; " + run.ending());
  }

  /**
   * Tests and classes alike are reported; only tests have a parenthesis or a number in the name.
   */
  private static long count(List<String> lines, String state) {
    return lines.stream().filter(line -> line.endsWith(":: " + state)).count();
  }
}
