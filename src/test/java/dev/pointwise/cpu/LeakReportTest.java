package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Lifetime;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log says of what became garbage while it was open. */
class LeakReportTest {
  private static final TensorSpec TOO_LARGE =
      TensorSpec.of(new Shape(1 << 20, 1 << 10, 1 << 10, 1), DType.F32, Layout.NCHW);

  private final List<String> reports = new CopyOnWriteArrayList<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          reports.add(String.valueOf(entry.getParameters()[0]));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @Test
  @Timeout(60)
  void isSilentAboutATensorForWhichThereWasNoMemory() throws InterruptedException {
    Logger log = Logger.getLogger(Lifetime.class.getName());
    log.addHandler(handler);
    try (CpuBackend backend = CpuBackend.open(1)) {
      assertThrows(DeviceMemoryException.class, () -> backend.allocate(TOO_LARGE));
      for (int later = 1; later <= 2; later++) {
        forget("thing " + later);
        while (!reports.contains("thing " + later)) {
          System.gc();
          Thread.sleep(5);
        }
      }
    } finally {
      log.removeHandler(handler);
    }
    assertFalse(reports.contains("tensor " + TOO_LARGE), reports::toString);
  }

  private static void forget(String name) {
    Object owner = new Object();
    new Lifetime(owner, name).check();
  }
}
