package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.DeviceMemoryException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A scenario run with one call failing, and what was wrong with how the product took it. */
final class FaultRun {
  private static final List<String> WITH_SHAPE =
      List.of(
          "AbstractBackend.prepare",
          "AbstractBackend.prepareSiblings",
          "AbstractBackend.allocate",
          "AbstractBackend.copy",
          "AbstractTensor.write",
          "AbstractTensor.read",
          "AbstractTensor.download",
          "AbstractConvLayer.runInto",
          "AbstractConvLayer.runConcatInto",
          "AbstractConvLayer.explain",
          "AbstractSiblingLayer.runInto");

  /** What frees caches and tries again, or does without, where memory has run out. */
  private static final List<String> WITHOUT_MEMORY =
      List.of(
          "DeviceMemory.attempt",
          "Lanes.openNew",
          "Planner.tune",
          "Lane.captureOrFree",
          "Lane.captureAlone",
          "Call.record");

  /** What the backend of a device says that has failed for good. */
  private static final String REFUSED = " failed and cannot be used: ";

  /** An answer, and no failure: the layer cannot run, and the backend remembers that. */
  private static final String NO_ALGORITHM = "cuBLASLt names no algorithm for ";

  private static final Pattern SHAPE = Pattern.compile("conv1x1|n\\d+c\\d+h\\d+w\\d+");

  private final FaultScenario scenario;
  private final FaultTarget target;
  private final Fault fault;
  private final List<String> wrong = new ArrayList<>();
  private List<String> lines = List.of();
  private int seen;
  private boolean struck;

  FaultRun(FaultScenario scenario, FaultTarget target, Fault fault) {
    this.scenario = scenario;
    this.target = target;
    this.fault = fault;
  }

  /** Runs it; everything is healed afterwards. */
  FaultRun run() {
    int before = StandIn.live("all");
    StandIn.heal();
    NativeCalls.watch(this::strike);
    Backend backend = null;
    boolean done = false;
    try {
      backend = scenario.opening().get();
      scenario.work().accept(backend);
      done = true;
    } catch (Throwable failure) {
      judge(failure);
    }
    if (struck && done) {
      passed();
    }
    boolean closing = !struck;
    if (backend != null) {
      if (struck) {
        again(backend, done);
      }
      close(backend, closing);
    }
    NativeCalls.watch(null);
    FaultScenarios.closeWhatWasLeftOpen();
    StandIn.heal();
    int left = StandIn.live("all") - before;
    if (left != 0) {
      wrong.add(left + " things are left: " + kinds());
    }
    if (struck && backend == null) {
      reopen();
    }
    return this;
  }

  private static String kinds() {
    StringBuilder kinds = new StringBuilder();
    for (String kind :
        List.of(
            "device_memory",
            "host_memory",
            "stream",
            "event",
            "module",
            "context",
            "cublas",
            "cublaslt",
            "nvrtc",
            "graph",
            "graph_exec",
            "capture")) {
      kinds.append(kind).append(' ').append(StandIn.live(kind)).append(' ');
    }
    return kinds.toString();
  }

  private synchronized @Nullable Fault strike(String function) {
    if (struck
        || !function.equals(target.site().function())
        || !CallSite.of(function).equals(target.site())
        || ++seen < target.nth()) {
      return null;
    }
    struck = true;
    lines = CallSite.lines(Integer.MAX_VALUE);
    return fault;
  }

  private boolean within(String method) {
    return lines.stream().anyMatch(line -> line.startsWith(method + ':'));
  }

  /** Whether the call that failed is made while something is closed. */
  private boolean closes() {
    return lines.stream()
        .anyMatch(line -> line.matches("[A-Za-z]*(Closing|[.](close|free|exit)):.*"));
  }

  private void judge(Throwable failure) {
    if (!struck) {
      wrong.add("failed without a fault: " + text(failure));
      return;
    }
    String message = String.valueOf(failure.getMessage());
    if (noAlgorithm() && message.contains(NO_ALGORITHM)) {
      return;
    }
    if (!(failure instanceof BackendException)) {
      wrong.add("threw " + text(failure));
      return;
    }
    if (fault.deferred()) {
      lines = Arrays.stream(failure.getStackTrace()).map(CallSite::line).toList();
    }
    if (!names(failure, message)) {
      wrong.add("does not name call and code: " + message);
    }
    if (!message.contains(REFUSED)
        && WITH_SHAPE.stream().anyMatch(this::within)
        && !closes()
        && !SHAPE.matcher(message).find()) {
      wrong.add("does not name the shape: " + message);
    }
    for (Throwable later : failure.getSuppressed()) {
      if (!(fault.sticky() && later instanceof BackendException)) {
        wrong.add("after " + message + " also " + text(later));
      }
    }
  }

  private boolean names(Throwable failure, String message) {
    String function = target.site().function();
    if (fault.deferred()) {
      return message.matches("(?s).*\\bcu\\w+ failed: \\w+ \\((13|" + fault.code() + ")\\).*");
    }
    return (memory() || !(failure instanceof DeviceMemoryException))
        && message.contains(
            function + " failed: " + fault.symbol(function) + " (" + fault.code() + ")");
  }

  private boolean memory() {
    return fault.flags() == 0
        && fault.code() == (target.site().function().startsWith("cublas") ? 3 : 2);
  }

  private boolean noAlgorithm() {
    return target.site().function().equals(FaultScenarios.HEURISTICS) && fault.code() == 15;
  }

  private static String text(Throwable failure) {
    StringBuilder text = new StringBuilder(failure.toString());
    for (StackTraceElement each : failure.getStackTrace()) {
      if (text.length() > 1500) {
        break;
      }
      if (each.getClassName().startsWith("dev.pointwise")) {
        text.append("\n        at ").append(each);
      }
    }
    return text.toString();
  }

  /** All went well though a call failed: there are few for which that is right. */
  private void passed() {
    String function = target.site().function();
    int code = fault.code();
    boolean right =
        function.matches("nvrtc(DestroyProgram|GetProgramLog.*)")
            || (memory() && WITHOUT_MEMORY.stream().anyMatch(this::within))
            || noAlgorithm()
            || (function.equals("cublasLtMatmulAlgoCheck")
                && (code == 15 || code == 7 || code == 8))
            || (within("Tuner.enqueue") && (code == 15 || code == 8))
            || within("Driver.outOfMemory")
            || fault.deferred();
    if (!right) {
      wrong.add("passed as if nothing had happened");
    }
  }

  private static Lanes lanes(CudaBackend backend) {
    try {
      Field lanes = CudaBackend.class.getDeclaredField("lanes");
      lanes.setAccessible(true);
      return (Lanes) lanes.get(backend);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private void unlocked(Backend backend) {
    if (backend instanceof CudaBackend cuda) {
      lanes(cuda)
          .forEach(
              lane -> {
                if (lane.lock.isLocked()) {
                  wrong.add("a lane is left locked");
                }
              });
    }
  }

  /** An ordinary fault is over; a device that failed for good refuses at once. */
  private void again(Backend backend, boolean done) {
    unlocked(backend);
    if (fault.deferred() && done) {
      return;
    }
    AtomicLong calls = new AtomicLong();
    NativeCalls.watch(
        function -> {
          calls.incrementAndGet();
          return null;
        });
    try {
      scenario.work().accept(backend);
      if (fault.sticky()) {
        wrong.add("works on after a sticky fault");
      }
    } catch (Throwable failure) {
      String message = String.valueOf(failure.getMessage());
      if (noAlgorithm() && message.contains(NO_ALGORITHM)) {
        return;
      } else if (!fault.sticky()) {
        wrong.add("is not usable again: " + text(failure));
      } else if (!(failure instanceof BackendException)
          || !message.contains(REFUSED)
          || failure.getSuppressed().length > 0) {
        wrong.add("does not refuse clearly: " + text(failure));
      } else if (calls.get() > 0 && !scenario.name().startsWith("two devices")) {
        wrong.add("refuses after " + calls + " more calls: " + text(failure));
      }
    } finally {
      NativeCalls.watch(null);
    }
  }

  private void close(Backend backend, boolean closing) {
    try {
      NativeCalls.watch(this::strike);
      backend.close();
      if (closing && struck) {
        passed();
      }
    } catch (Throwable failure) {
      if (closing || (fault.deferred() && failure instanceof BackendException)) {
        judge(failure);
      } else {
        wrong.add("closing throws once more: " + text(failure));
      }
    }
  }

  private void reopen() {
    try {
      scenario.run();
    } catch (Throwable failure) {
      wrong.add("cannot be opened again: " + text(failure));
    }
    FaultScenarios.closeWhatWasLeftOpen();
    StandIn.heal();
  }

  /** Whether the call came. */
  boolean struck() {
    return struck;
  }

  /** What was wrong; empty if nothing was. */
  List<String> wrong() {
    return wrong.stream().map(each -> this + ":\n      " + each).toList();
  }

  @Override
  public String toString() {
    return scenario + ", " + target + ", code " + fault.code() + " flags " + fault.flags();
  }
}
