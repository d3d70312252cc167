package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.results.Phases;
import dev.pointwise.testing.OracleBackend;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private final FakeSampler.FakeClock clock = new FakeSampler.FakeClock();

  private Stopwatch stopwatch() {
    return new Stopwatch() {
      private long start;
      private long stop;

      @Override
      public void start() {
        start = clock.nanoTime();
      }

      @Override
      public void stop() {
        stop = clock.nanoTime();
      }

      @Override
      public double seconds() {
        return (stop - start) * 1e-9;
      }

      @Override
      public void close() {
        clock.note("closed");
      }
    };
  }

  @Test
  void aDeviceSamplerGivesTheMeanOfItsRuns() {
    try (Sampler sampler = new DeviceSampler(() -> clock.pass(0.002), 1, stopwatch())) {
      sampler.run(5);
      assertEquals(0.002, sampler.sample().seconds(), 1e-12);
      assertEquals(0.010, clock.nanoTime() * 1e-9, 1e-12);
      assertNull(sampler.sample().phases());
    }
    assertEquals("closed", clock.events().getLast());
  }

  @Test
  void workOfSeveralRunsIsNeverCutInTwo() {
    try (Sampler sampler = new DeviceSampler(() -> clock.pass(0.003), 3, stopwatch())) {
      sampler.run(4);
      assertEquals(0.006, clock.nanoTime() * 1e-9, 1e-12);
      assertEquals(0.001, sampler.sample().seconds(), 1e-12);
    }
  }

  @Test
  void aClockThatStandsStillIsNoDivisionByZero() {
    try (Sampler sampler = new DeviceSampler(() -> {}, 1, stopwatch())) {
      sampler.run(1);
      assertTrue(sampler.sample().seconds() > 0);
    }
  }

  @Test
  void aHostSamplerTellsThePhasesApart() {
    Workload workload =
        new Workload() {
          @Override
          public void run() {
            clock.pass(0.02);
          }

          @Override
          public void write() {
            clock.pass(0.01);
          }

          @Override
          public void read() {
            clock.pass(0.03);
          }

          @Override
          public @Nullable PlanExplanation plan() {
            return null;
          }

          @Override
          public boolean recordable() {
            return true;
          }

          @Override
          public void close() {}
        };
    Sample sample;
    try (OracleBackend backend = new OracleBackend()) {
      HostSampler sampler = new HostSampler(backend, workload, workload::run, clock::nanoTime);
      sampler.run(3);
      sample = sampler.sample();
    }
    Phases phases = sample.phases();
    assertNotNull(phases);
    assertEquals(0.06, sample.seconds(), 1e-9);
    assertEquals(0.01, phases.toDevice(), 1e-9);
    assertEquals(0.02, phases.compute(), 1e-9);
    assertEquals(0.03, phases.toHost(), 1e-9);
  }

  @Test
  void aWarmUpFindsHowManyRunsASampleTakes() {
    WarmUp warmUp = new WarmUp(0.1, 0.001, clock::nanoTime);
    assertEquals(34, warmUp.runs(new FakeSampler("short", clock, call -> 30e-6)));
    assertTrue(clock.nanoTime() >= 100_000_000);
    assertEquals(1, warmUp.runs(new FakeSampler("long", clock, call -> 0.5)));
    assertEquals(
        100, warmUp.runs(new FakeSampler("rare", clock, call -> call % 3 == 0 ? 10e-6 : 5e-3)));
    assertEquals(100, warmUp.runs(new FakeSampler("first", clock, call -> call == 0 ? 5 : 10e-6)));
  }

  @Test
  void collectionsAreNoticed() {
    Disturbances.Watch watch = new GarbageCollections().begin();
    assertEquals(Optional.empty(), watch.end());
    System.gc();
    assertEquals(Optional.of("garbage collection"), watch.end());
  }

  @Test
  void eitherDisturbanceCounts() {
    Disturbances never = Disturbances.NONE;
    Disturbances always = () -> () -> Optional.of("always");
    assertEquals(Optional.of("always"), Disturbances.anyOf(never, always).begin().end());
    assertEquals(Optional.of("always"), Disturbances.anyOf(always, never).begin().end());
    assertEquals(Optional.empty(), Disturbances.anyOf(never, never).begin().end());
  }

  /** More threads than processors, so that some lose theirs. */
  @Test
  void lostProcessorsAreNoticed() throws InterruptedException {
    Preemptions preemptions = new Preemptions();
    Disturbances.Watch watch = preemptions.begin();
    Thread[] threads = new Thread[2 * Runtime.getRuntime().availableProcessors()];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  Thread.onSpinWait();
                }
              });
      threads[i].start();
    }
    for (int i = 0; i < 1000 && watch.end().isEmpty(); i++) {
      LockSupport.parkNanos(10_000_000);
    }
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
    assertEquals(Optional.of("preempted"), watch.end());
    assertTrue(preemptions.count() > 0);
  }
}
