package dev.pointwise.cuda;

import dev.pointwise.backend.DeviceMemoryException;
import jcuda.Pointer;
import jcuda.driver.CUDA_MEMCPY2D;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmemorytype;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * The calls of the CUDA driver, each with its status checked. Call them with the device's context
 * current.
 *
 * <p>Failures are {@link CudaException}; running out of memory is {@link DeviceMemoryException}.
 */
final class Driver {
  private Driver() {}

  private static void check(String call, int status) {
    if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      throw outOfMemory(
          CudaException.text(call, status, CUresult.stringFor(status)),
          DeviceMemoryException.UNKNOWN);
    }
    if (status != CUresult.CUDA_SUCCESS) {
      throw failure(call, status);
    }
  }

  /** That a failed call found too little memory, with what the device has. */
  static DeviceMemoryException outOfMemory(String failed, long requested) {
    long[] memory = {DeviceMemoryException.UNKNOWN, DeviceMemoryException.UNKNOWN};
    try {
      memory = memoryInfo();
    } catch (CudaException e) {
      // A device that does not even tell its memory: what is known is told.
    }
    return new DeviceMemoryException(failed, requested, memory[0], memory[1]);
  }

  static CudaException failure(String call, int status) {
    String[] detail = {""};
    JCudaDriver.cuGetErrorString(status, detail);
    return DeviceHealth.noted(
        new CudaException(
            call, status, CUresult.stringFor(status), detail[0] == null ? "" : detail[0]));
  }

  /** What the current context answers to a question that costs nothing. */
  static int status() {
    return JCudaDriver.cuMemGetInfo(new long[1], new long[1]);
  }

  static void init() {
    check("cuInit", JCudaDriver.cuInit(0));
  }

  static int version() {
    int[] version = {0};
    check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
    return version[0];
  }

  static int deviceCount() {
    int[] count = {0};
    check("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  static CUdevice device(int ordinal) {
    CUdevice device = new CUdevice();
    check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
    return device;
  }

  static String name(CUdevice device) {
    byte[] name = new byte[256];
    check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device));
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, java.nio.charset.StandardCharsets.UTF_8);
  }

  static int attribute(CUdevice device, int attribute) {
    int[] value = {0};
    check("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
    return value[0];
  }

  /** Ten times the major compute capability, plus the minor one. */
  static int capability(CUdevice device) {
    return 10 * attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  static long totalMemory(CUdevice device) {
    long[] bytes = {0};
    check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(bytes, device));
    return bytes[0];
  }

  /** The device's place on the bus, as domain:bus:device.function. */
  static String pciBusId(CUdevice device) {
    String[] id = {""};
    check("cuDeviceGetPCIBusId", JCudaDriver.cuDeviceGetPCIBusId(id, 32, device));
    return String.valueOf(id[0]);
  }

  static CUcontext retainPrimaryContext(CUdevice device) {
    CUcontext context = new CUcontext();
    check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    return context;
  }

  static void releasePrimaryContext(CUdevice device) {
    check("cuDevicePrimaryCtxRelease", JCudaDriver.cuDevicePrimaryCtxRelease(device));
  }

  static void setCurrent(CUcontext context) {
    check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
  }

  /** Free and total bytes of the current device. */
  static long[] memoryInfo() {
    long[] free = {0};
    long[] total = {0};
    int status = JCudaDriver.cuMemGetInfo(free, total);
    if (status != CUresult.CUDA_SUCCESS) {
      throw failure("cuMemGetInfo", status);
    }
    return new long[] {free[0], total[0]};
  }

  static void free(DevicePointer pointer, CUstream stream) {
    check("cuMemFreeAsync", JCudaDriver.cuMemFreeAsync(pointer, stream));
  }

  static PinnedPointer allocatePinned(long bytes) {
    PinnedPointer pointer = new PinnedPointer();
    int status = JCudaDriver.cuMemHostAlloc(pointer, bytes, JCudaDriver.CU_MEMHOSTALLOC_PORTABLE);
    if (status != CUresult.CUDA_SUCCESS) {
      // Out of memory means the host's here.
      throw failure("cuMemHostAlloc", status);
    }
    return pointer;
  }

  static void freePinned(PinnedPointer pointer) {
    check("cuMemFreeHost", JCudaDriver.cuMemFreeHost(pointer));
  }

  static void copyToDevice(DevicePointer to, Pointer from, long bytes, CUstream stream) {
    check("cuMemcpyHtoDAsync", JCudaDriver.cuMemcpyHtoDAsync(to, from, bytes, stream));
  }

  static void copyToHost(Pointer to, DevicePointer from, long bytes, CUstream stream) {
    check("cuMemcpyDtoHAsync", JCudaDriver.cuMemcpyDtoHAsync(to, from, bytes, stream));
  }

  static void copyOnDevice(DevicePointer to, DevicePointer from, long bytes, CUstream stream) {
    check("cuMemcpyDtoDAsync", JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, stream));
  }

  /** Copies contiguous host rows to device rows {@code pitch} bytes apart. */
  static void copyRowsToDevice(
      DevicePointer to, long pitch, Pointer from, long rowBytes, long rows, CUstream stream) {
    CUDA_MEMCPY2D copy = new CUDA_MEMCPY2D();
    copy.srcMemoryType = CUmemorytype.CU_MEMORYTYPE_HOST;
    copy.srcHost = from;
    copy.srcPitch = rowBytes;
    copy.dstMemoryType = CUmemorytype.CU_MEMORYTYPE_DEVICE;
    copy.dstDevice = to;
    copy.dstPitch = pitch;
    copy.WidthInBytes = rowBytes;
    copy.Height = rows;
    check("cuMemcpy2DAsync", JCudaDriver.cuMemcpy2DAsync(copy, stream));
  }

  /** Copies device rows {@code pitch} bytes apart to contiguous host rows. */
  static void copyRowsToHost(
      Pointer to, DevicePointer from, long pitch, long rowBytes, long rows, CUstream stream) {
    CUDA_MEMCPY2D copy = new CUDA_MEMCPY2D();
    copy.srcMemoryType = CUmemorytype.CU_MEMORYTYPE_DEVICE;
    copy.srcDevice = from;
    copy.srcPitch = pitch;
    copy.dstMemoryType = CUmemorytype.CU_MEMORYTYPE_HOST;
    copy.dstHost = to;
    copy.dstPitch = rowBytes;
    copy.WidthInBytes = rowBytes;
    copy.Height = rows;
    check("cuMemcpy2DAsync", JCudaDriver.cuMemcpy2DAsync(copy, stream));
  }

  static DeviceStream createStream() {
    DeviceStream stream = new DeviceStream();
    check(
        "cuStreamCreate",
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    return stream;
  }

  static void destroy(CUstream stream) {
    check("cuStreamDestroy", JCudaDriver.cuStreamDestroy(stream));
  }

  static void synchronize(CUstream stream) {
    check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
  }

  /**
   * From now on, work is captured on the stream. The capture forbids no thread anything: modes that
   * do mean operating system threads, and one that carries a virtual thread may carry another
   * before the capture ends, or not be there to end it.
   */
  static void beginCapture(CUstream stream) {
    check(
        "cuStreamBeginCapture",
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED));
  }

  /** Ends a capture, whatever became of it; the caller destroys the graph. */
  static CUgraph endCapture(CUstream stream) {
    CUgraph graph = new CUgraph();
    check("cuStreamEndCapture", JCudaDriver.cuStreamEndCapture(stream, graph));
    return graph;
  }

  /** A graph that can be launched; it does not need the one it is made of. */
  static CUgraphExec instantiate(CUgraph graph) {
    CUgraphExec launchable = new CUgraphExec();
    check("cuGraphInstantiateWithFlags", JCudaDriver.cuGraphInstantiate(launchable, graph, 0));
    return launchable;
  }

  static void launch(CUgraphExec graph, CUstream stream) {
    check("cuGraphLaunch", JCudaDriver.cuGraphLaunch(graph, stream));
  }

  static void destroy(CUgraph graph) {
    check("cuGraphDestroy", JCudaDriver.cuGraphDestroy(graph));
  }

  static void destroy(CUgraphExec graph) {
    check("cuGraphExecDestroy", JCudaDriver.cuGraphExecDestroy(graph));
  }

  static void wait(CUstream stream, CUevent event) {
    check("cuStreamWaitEvent", JCudaDriver.cuStreamWaitEvent(stream, event, 0));
  }

  /** An event that orders work and keeps no time. */
  static CUevent createEvent() {
    return createEvent(CUevent_flags.CU_EVENT_DISABLE_TIMING);
  }

  static CUevent createTimingEvent() {
    return createEvent(CUevent_flags.CU_EVENT_DEFAULT);
  }

  private static CUevent createEvent(int flags) {
    CUevent event = new CUevent();
    check("cuEventCreate", JCudaDriver.cuEventCreate(event, flags));
    return event;
  }

  static void destroy(CUevent event) {
    check("cuEventDestroy", JCudaDriver.cuEventDestroy(event));
  }

  static void record(CUevent event, CUstream stream) {
    check("cuEventRecord", JCudaDriver.cuEventRecord(event, stream));
  }

  static void synchronize(CUevent event) {
    check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(event));
  }

  static float elapsedMillis(CUevent start, CUevent end) {
    float[] millis = {0};
    check("cuEventElapsedTime", JCudaDriver.cuEventElapsedTime(millis, start, end));
    return millis[0];
  }

  static CUmodule load(byte[] image) {
    CUmodule module = new CUmodule();
    check("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, image));
    return module;
  }

  static void unload(CUmodule module) {
    check("cuModuleUnload", JCudaDriver.cuModuleUnload(module));
  }

  static CUfunction function(CUmodule module, String name) {
    CUfunction function = new CUfunction();
    check("cuModuleGetFunction", JCudaDriver.cuModuleGetFunction(function, module, name));
    return function;
  }

  /** Enqueues a kernel on a line of blocks. */
  static void launch(
      CUfunction function, int blocks, int threads, CUstream stream, Pointer parameters) {
    check(
        "cuLaunchKernel",
        JCudaDriver.cuLaunchKernel(
            function, blocks, 1, 1, threads, 1, 1, 0, stream, parameters, null));
  }
}
