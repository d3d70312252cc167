package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever native call fails, and however, the failure is told, nothing leaks, and the backend
 * works again or refuses. That the scenarios call from wherever the contracts do, those check.
 */
class FaultSweepTest {
  private static final int USUAL_CAPABILITY = 90;

  @TempDir static Path directory = Path.of("");

  private FaultCache cache;

  @BeforeEach
  void useADeviceWithLittleWorkspace() {
    StandIn.capability(FaultSweep.CAPABILITY);
    cache = new FaultCache(directory);
  }

  @AfterEach
  void leavesNothing() {
    cache.close();
    StandIn.capability(USUAL_CAPABILITY);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }

  @Test
  void aCallFromEachSiteFails() {
    FaultSweep sweep = new FaultSweep(FaultScenarios.all(cache));
    sweep.once();
    assertPassed(sweep);
  }

  @Test
  @Tag("long")
  void aCallFromEachSiteFailsInEveryWay() {
    FaultSweep sweep = new FaultSweep(withCompiling());
    sweep.everyWay();
    assertPassed(sweep);
  }

  @Test
  @Tag("long")
  void eachCallFailsInEveryWay() {
    FaultSweep sweep = new FaultSweep(FaultScenarios.all(cache));
    sweep.all();
    assertPassed(sweep);
  }

  private List<FaultScenario> withCompiling() {
    List<FaultScenario> all = new ArrayList<>(FaultScenarios.all(cache));
    all.add(FaultScenarios.compiling(cache));
    return all;
  }

  private static void assertPassed(FaultSweep sweep) {
    System.out.println("FIGURE: fault sweep: scenarios: " + sweep.scenarios());
    System.out.println(
        "FIGURE: fault sweep: call sites, each with failed calls: " + sweep.sites().size());
    System.out.println("FIGURE: fault sweep: native calls of all scenarios: " + sweep.calls());
    System.out.println("FIGURE: fault sweep: faults injected: " + sweep.faults());
    assertEquals(Set.of(), sweep.missed(), "sites from which no call failed");
    assertTrue(
        sweep.wrong().isEmpty(),
        () -> sweep.wrong().size() + " wrong:\n" + String.join("\n", sweep.wrong()));
  }
}
