package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pointwise.backend.MemoryAccount;
import dev.pointwise.spec.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {
  private static final NativeHeap HEAP = new NativeHeap(new MemoryAccount(), () -> {});

  private static void run(WorkerPool pool, long chunks, WorkerPool.Job job) {
    Workspace own = pool.acquire();
    try {
      pool.run(chunks, own, job);
    } finally {
      pool.release(own);
    }
  }

  @Test
  void runsEachChunkOnce() {
    try (WorkerPool pool = new WorkerPool(4, HEAP)) {
      for (int chunks = 0; chunks < 200; chunks++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(chunks);
        run(pool, chunks, (chunk, workspace) -> runs.incrementAndGet((int) chunk));
        for (int i = 0; i < chunks; i++) {
          assertEquals(1, runs.get(i));
        }
      }
    }
  }

  @Test
  void usesItsHelpers() {
    try (WorkerPool pool = new WorkerPool(3, HEAP)) {
      CountDownLatch together = new CountDownLatch(3);
      run(
          pool,
          3,
          (chunk, workspace) -> {
            together.countDown();
            try {
              together.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertEquals(0, together.getCount());
    }
  }

  @Test
  void throwsWhatAChunkThrew() {
    try (WorkerPool pool = new WorkerPool(4, HEAP)) {
      for (int failing = 0; failing < 50; failing++) {
        IllegalStateException failure = new IllegalStateException("chunk " + failing);
        int at = failing;
        assertSame(
            failure,
            assertThrows(
                IllegalStateException.class,
                () ->
                    run(
                        pool,
                        50,
                        (chunk, workspace) -> {
                          if (chunk == at) {
                            throw failure;
                          }
                        })));
        AtomicLong after = new AtomicLong();
        run(pool, 50, (chunk, workspace) -> after.incrementAndGet());
        assertEquals(50, after.get());
      }
    }
  }

  @Test
  void runsJobsWithinJobs() {
    try (WorkerPool pool = new WorkerPool(4, HEAP)) {
      AtomicLong runs = new AtomicLong();
      run(pool, 20, (outer, workspace) -> run(pool, 20, (inner, own) -> runs.incrementAndGet()));
      assertEquals(400, runs.get());
    }
  }

  @Test
  void servesManyCallersAtOnce() throws Exception {
    try (WorkerPool pool = new WorkerPool(3, HEAP);
        ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<Long>> sums = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        sums.add(
            callers.submit(
                () -> {
                  AtomicLong sum = new AtomicLong();
                  for (int job = 0; job < 500; job++) {
                    run(pool, 40, (chunk, workspace) -> sum.addAndGet(chunk));
                  }
                  return sum.get();
                }));
      }
      for (Future<Long> sum : sums) {
        assertEquals(500 * 780, sum.get());
      }
    }
  }

  @Test
  void givesEachThreadScratchOfItsOwn() {
    try (WorkerPool pool = new WorkerPool(4, HEAP)) {
      run(
          pool,
          1000,
          (chunk, workspace) -> {
            long tile = workspace.tile(4096);
            Bits.fill(tile, 1024, (float) chunk);
            workspace.lines.load(DType.F32, tile, workspace.values, 1024);
            for (float value : workspace.values) {
              assertEquals((float) chunk, value);
            }
          });
    }
  }
}
