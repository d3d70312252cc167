package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Runs scenarios again and again, each time with another call failing, and keeps the score. */
final class FaultSweep {
  /** Of the device: one whose lanes take 4 MiB each, and that runs everything. */
  static final int CAPABILITY = 89;

  private final Map<FaultScenario, Map<CallSite, Integer>> calls = new LinkedHashMap<>();
  private final Map<FaultScenario, Map<CallSite, Integer>> opening = new HashMap<>();
  private final Set<CallSite> sites = new HashSet<>();
  private final Set<CallSite> struck = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private int faults;

  /** A sweep of scenarios, each of which is run twice without a fault, to see what it calls. */
  FaultSweep(List<FaultScenario> scenarios) {
    for (FaultScenario scenario : scenarios) {
      run(scenario, new LinkedHashMap<>());
      Map<CallSite, Integer> made = new LinkedHashMap<>();
      opening.put(scenario, run(scenario, made));
      calls.put(scenario, made);
      sites.addAll(made.keySet());
    }
  }

  /** Counts what a scenario calls; returns what it had called once its backend was open. */
  private static Map<CallSite, Integer> run(FaultScenario scenario, Map<CallSite, Integer> made) {
    StandIn.heal();
    NativeCalls.watch(
        function -> {
          if (!FaultScenarios.alwaysFails(scenario, function)) {
            synchronized (made) {
              made.merge(CallSite.of(function), 1, Integer::sum);
            }
          }
          return null;
        });
    try (Backend backend = scenario.opening().get()) {
      Map<CallSite, Integer> opened = new HashMap<>(made);
      scenario.work().accept(backend);
      return opened;
    } finally {
      NativeCalls.watch(null);
      FaultScenarios.closeWhatWasLeftOpen();
      StandIn.heal();
    }
  }

  /** Has one call from each site fail, in the first scenario that comes there, in one way. */
  void once() {
    int turn = 0;
    for (Map.Entry<FaultScenario, Map<CallSite, Integer>> each : calls.entrySet()) {
      for (CallSite site : each.getValue().keySet()) {
        if (!struck.contains(site)) {
          List<Fault> ways = Fault.plausible(site.function());
          strike(each.getKey(), new FaultTarget(site, 1), ways.get(turn++ % ways.size()));
        }
      }
    }
  }

  /** Has one call from each site fail, in every plausible way. */
  void everyWay() {
    calls.forEach(
        (scenario, made) ->
            made.keySet()
                .forEach(
                    site -> {
                      if (!struck.contains(site)) {
                        Fault.plausible(site.function())
                            .forEach(fault -> strike(scenario, new FaultTarget(site, 1), fault));
                      }
                    }));
  }

  /**
   * Has each call of each scenario fail, in every plausible way; the calls that open a backend,
   * once for each way to open it.
   */
  void all() {
    Set<Object> opened = new HashSet<>();
    calls.forEach(
        (scenario, made) -> {
          boolean again = !opened.add(scenario.opening());
          made.forEach(
              (site, count) -> {
                int first =
                    again ? opening.getOrDefault(scenario, Map.of()).getOrDefault(site, 0) : 0;
                for (int nth = first + 1; nth <= Math.min(count, scenario.most()); nth++) {
                  for (Fault fault : Fault.plausible(site.function())) {
                    strike(scenario, new FaultTarget(site, nth), fault);
                  }
                }
              });
        });
  }

  /** What tuning finds the fastest is another each time; what did not come then is left out. */
  private void strike(FaultScenario scenario, FaultTarget target, Fault fault) {
    FaultRun run = new FaultRun(scenario, target, fault).run();
    faults++;
    if (run.struck()) {
      struck.add(target.site());
    } else if (scenario.most() == Integer.MAX_VALUE) {
      wrong.add(run + ": the call never came");
    } else {
      sites.remove(target.site());
    }
    wrong.addAll(run.wrong());
  }

  /** Calls of all scenarios together. */
  int calls() {
    return calls.values().stream()
        .flatMap(made -> made.values().stream())
        .mapToInt(Integer::intValue)
        .sum();
  }

  int scenarios() {
    return calls.size();
  }

  int faults() {
    return faults;
  }

  /** From where the scenarios call, when nothing fails. */
  Set<CallSite> sites() {
    return sites;
  }

  /** The sites from which no call has failed. */
  Set<String> missed() {
    Set<String> missed = new TreeSet<>();
    sites.stream()
        .filter(site -> !struck.contains(site))
        .forEach(site -> missed.add(site.toString()));
    return missed;
  }

  /** What was wrong. */
  List<String> wrong() {
    return wrong;
  }
}
