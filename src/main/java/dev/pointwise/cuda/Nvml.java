package dev.pointwise.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * NVIDIA's management library, which comes with the driver. Whatever it refuses to tell is null
 * here: it serves a report and nothing else. For one thread at a time.
 */
final class Nvml implements AutoCloseable {
  private static final String NAME = "libnvidia-ml.so.1";
  private static final int TEXT = 96;

  private final SymbolLookup symbols;
  private final Map<String, @Nullable MethodHandle> functions = new HashMap<>();
  final Arena arena = Arena.ofShared();

  private Nvml(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** The library beside the driver that was loaded, or the system's; null if it cannot be used. */
  static @Nullable Nvml open() {
    DriverLibrary driver = CudaRuntime.driver();
    Path beside = Path.of(driver == null ? "" : driver.path()).resolveSibling(NAME);
    boolean sound =
        beside.isAbsolute()
            ? ElfHeader.fault(beside) == null
            : DriverLibrary.truncated(NAME) == null;
    if (CudaLibraries.WINDOWS || !sound) {
      return null;
    }
    try {
      SymbolLookup found =
          beside.isAbsolute() ? CudaLibraries.open(beside) : CudaLibraries.byName(NAME);
      Nvml nvml = new Nvml(found);
      if (nvml.call("nvmlInit_v2")) {
        return nvml;
      }
      nvml.arena.close();
      return null;
    } catch (IOException | IllegalArgumentException | IllegalCallerException e) {
      return null;
    }
  }

  /** Whether the library has the function and it succeeds. */
  boolean call(String name, Object... arguments) {
    if (!functions.containsKey(name)) {
      functions.put(name, bind(name, arguments));
    }
    MethodHandle function = functions.get(name);
    try {
      return function != null && (int) function.invokeWithArguments(arguments) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("restricted") // signatures as in nvml.h: ints and pointers in, a status out
  private @Nullable MethodHandle bind(String name, Object... arguments) {
    MemorySegment function = symbols.find(name).orElse(null);
    if (function == null) {
      return null;
    }
    List<MemoryLayout> layouts = new ArrayList<>();
    for (Object each : arguments) {
      layouts.add(each instanceof Integer ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS);
    }
    return Linker.nativeLinker()
        .downcallHandle(
            function,
            FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts.toArray(MemoryLayout[]::new)));
  }

  /** The driver's own version. */
  String driverVersion() {
    MemorySegment text = arena.allocate(TEXT);
    return call("nvmlSystemGetDriverVersion", text, TEXT)
        ? text.getString(0)
        : "of unknown version";
  }

  int count() {
    MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
    return call("nvmlDeviceGetCount_v2", count) ? count.get(ValueLayout.JAVA_INT, 0) : 0;
  }

  NvmlDevice byIndex(int index) {
    MemorySegment handle = arena.allocate(ValueLayout.ADDRESS);
    boolean found = call("nvmlDeviceGetHandleByIndex_v2", index, handle);
    return new NvmlDevice(this, found ? handle.get(ValueLayout.ADDRESS, 0) : MemorySegment.NULL);
  }

  /** The device at that place on the bus, or null if the library does not know it. */
  @Nullable NvmlDevice byPciBusId(String id) {
    MemorySegment handle = arena.allocate(ValueLayout.ADDRESS);
    return call("nvmlDeviceGetHandleByPciBusId_v2", arena.allocateFrom(id), handle)
        ? new NvmlDevice(this, handle.get(ValueLayout.ADDRESS, 0))
        : null;
  }

  @Override
  public void close() {
    call("nvmlShutdown");
    arena.close();
  }
}
