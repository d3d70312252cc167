package dev.pointwise.cuda;

import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;
import jcuda.nvrtc.nvrtcResult;

/**
 * How a call fails.
 *
 * @param code what it returns, in the words of its library
 * @param flags those of {@link StandIn#fail}
 */
record Fault(int code, int flags) {
  private static final int STICKY = StandIn.STICKY;
  private static final int DEFERRED = 2;
  private static final int AFTER = StandIn.AFTER;

  private static final int OUT_OF_MEMORY = 2;
  private static final int UNCORRECTABLE_ECC = 214;
  private static final int ILLEGAL_ADDRESS = 700;
  private static final int LAUNCH_FAILED = 719;
  private static final int UNKNOWN = 999;

  private static final String RELEASES =
      "cu.*(Destroy|Free|FreeAsync|FreeHost|Unload|Release)|nvrtcDestroyProgram";
  private static final String ASKS =
      "cu(Init|DriverGetVersion|Device(Get|TotalMem).*|MemPool.*|DevicePrimaryCtx.*|CtxSetCurrent)";
  private static final String ENQUEUES =
      "cu(Memcpy.*|LaunchKernel|GraphLaunch|EventRecord|StreamWaitEvent)";
  private static final String MAKES =
      "cu(MemAllocFromPoolAsync|MemPoolCreate|MemHostAlloc|StreamCreate|EventCreate|ModuleLoadData"
          + "|GraphInstantiateWithFlags|DevicePrimaryCtxRetain|StreamBeginCapture)";

  /** The device is done for once the call, or what it enqueued, has failed. */
  boolean sticky() {
    return (flags & STICKY) != 0;
  }

  /** The call succeeds, and a later one tells. */
  boolean deferred() {
    return (flags & DEFERRED) != 0;
  }

  /** The code's symbolic name for a function. */
  String symbol(String function) {
    return function.startsWith("nvrtc")
        ? nvrtcResult.stringFor(code)
        : function.startsWith("cublas") ? cublasStatus.stringFor(code) : CUresult.stringFor(code);
  }

  /** The ways in which a function plausibly fails, by what the libraries' manuals say of it. */
  static List<Fault> plausible(String function) {
    List<Fault> all = new ArrayList<>();
    boolean releases = function.matches(RELEASES);
    if (function.startsWith("nvrtc")) {
      if (releases) {
        all.add(new Fault(11, AFTER));
        all.add(new Fault(1, AFTER));
      } else {
        codes(all, 11, 1);
        if (function.equals("nvrtcCompileProgram")) {
          codes(all, 6, 5, 7);
        }
      }
      return all;
    }
    if (function.startsWith("cublas")) {
      if (releases) {
        all.add(new Fault(14, AFTER));
        all.add(new Fault(1, AFTER));
      } else if (function.matches("cublas(Gemm|LtMatmul$).*")) {
        codes(all, 13, 14, 15, 8, 7, 3);
        all.add(new Fault(13, STICKY));
      } else {
        codes(all, 14, 7, 1);
        if (function.matches(".*(Create|Heuristic|AlgoCheck)")) {
          codes(all, 3, 15);
        }
      }
      return all;
    }
    all.add(new Fault(UNKNOWN, releases ? AFTER : 0));
    if (releases) {
      all.add(new Fault(1, AFTER));
    }
    if (function.matches(MAKES)) {
      codes(all, OUT_OF_MEMORY);
    }
    all.addAll(own(function));
    if (!function.matches(ASKS)) {
      all.add(new Fault(ILLEGAL_ADDRESS, STICKY | (releases ? AFTER : 0)));
      all.add(new Fault(LAUNCH_FAILED, STICKY | (releases ? AFTER : 0)));
      all.add(new Fault(UNCORRECTABLE_ECC, STICKY | (releases ? AFTER : 0)));
      all.add(new Fault(UNKNOWN, STICKY | (releases ? AFTER : 0)));
    }
    if (function.matches(ENQUEUES)) {
      all.add(new Fault(UNKNOWN, AFTER));
      all.add(new Fault(ILLEGAL_ADDRESS, STICKY | AFTER));
      all.add(new Fault(LAUNCH_FAILED, STICKY | DEFERRED));
      all.add(new Fault(ILLEGAL_ADDRESS, STICKY | DEFERRED));
    }
    return all;
  }

  private static List<Fault> own(String function) {
    List<Fault> all = new ArrayList<>();
    switch (function) {
      case "cuLaunchKernel" -> codes(all, 701, 1);
      case "cuModuleLoadData" -> codes(all, 200, 209, 218);
      case "cuModuleGetFunction" -> codes(all, 500);
      case "cuDevicePrimaryCtxRetain" -> codes(all, 46);
      case "cuDeviceGetCount" -> codes(all, 3);
      case "cuStreamEndCapture" -> codes(all, 901);
      case "cuGraphInstantiateWithFlags" -> codes(all, 801);
      case "cuEventElapsedTime" -> codes(all, 400);
      case "cuMemAllocFromPoolAsync", "cuCtxSetCurrent" -> codes(all, 201);
      default -> {}
    }
    return all;
  }

  private static void codes(List<Fault> all, int... codes) {
    for (int code : codes) {
      all.add(new Fault(code, 0));
    }
  }
}
