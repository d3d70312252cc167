package dev.pointwise.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Leaks;
import dev.pointwise.backend.Lifetime;
import dev.pointwise.backend.OpenResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That what tests leave open is noticed, and where it was created. */
class LeakCheckTest {
  private static final int THINGS = 12_800;

  @Test
  void isThereForThisTest(TestInfo test) {
    assertEquals(test.getTestMethod(), LeakCheck.current());
  }

  @Test
  void tellsWhatIsLeftWithItsStack() {
    Set<OpenResource> before = new HashSet<>(Leaks.open());
    Lifetime left = new Lifetime(this, "a thing");
    List<OpenResource> found = LeakCheck.left(before, Duration.ZERO);
    left.close();
    assertEquals(List.of("a thing"), found.stream().map(OpenResource::toString).toList());
    Throwable created = found.getFirst().created();
    assertNotNull(created, "pointwise.leaks is not all");
    assertTrue(
        Arrays.stream(created.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("tellsWhatIsLeftWithItsStack")));
    assertEquals(List.of(), LeakCheck.left(before, Duration.ZERO));
  }

  @Test
  void waitsForWhoClosesALittleLater() throws InterruptedException {
    Set<OpenResource> before = new HashSet<>(Leaks.open());
    Lifetime soon = new Lifetime(this, "a thing");
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Thread.sleep(50);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  soon.close();
                });
    assertEquals(List.of(), LeakCheck.left(before, Duration.ofSeconds(60)));
    closing.join();
  }

  /** Of 12 800 things 100 are expected to have stacks where one in 128 has, give or take 10. */
  @ParameterizedTest
  @CsvSource({
    "sampled, 12800, 40, 160",
    "all, 12800, 12800, 12800",
    "off, 0, 0, 0",
    "some, 12800, 40, 160"
  })
  void keepsAsManyStacksAsIsAsked(
      String mode, int open, int fewest, int most, @TempDir Path directory) throws Exception {
    JavaProcess.Result result =
        new JavaProcess(directory).option("-Dpointwise.leaks=" + mode).run(Opening.class.getName());
    String[] counts = result.out().strip().split(" ", -1);
    assertEquals(open, Integer.parseInt(counts[0]));
    int stacks = Integer.parseInt(counts[1]);
    assertTrue(fewest <= stacks && stacks <= most, () -> stacks + " stacks");
    assertEquals(
        mode.equals("some"),
        result.err().contains("pointwise.leaks is 'some', expected sampled, all or off"),
        result::err);
  }

  /** Leaves things open, and prints how many are, and how many stacks are kept. */
  public static final class Opening {
    private Opening() {}

    /** Needs no arguments. */
    public static void main(String[] args) {
      Lifetime[] all = new Lifetime[THINGS];
      for (int i = 0; i < THINGS; i++) {
        all[i] = new Lifetime(all, "a thing");
      }
      List<OpenResource> open = Leaks.open();
      long stacks = open.stream().filter(each -> each.created() != null).count();
      System.out.println(open.size() + " " + stacks);
      all[0].check();
    }
  }
}
