package dev.pointwise.cuda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** The calls of NVIDIA's run-time compiler, each with its status checked. */
final class Nvrtc {
  private Nvrtc() {}

  /** Major and minor version. */
  static int[] version() {
    int[] major = {0};
    int[] minor = {0};
    check("nvrtcVersion", JNvrtc.nvrtcVersion(major, minor), "");
    return new int[] {major[0], minor[0]};
  }

  /**
   * The architecture to compile for: the device's own, {@code sm_…}, or, where the compiler does
   * not know the device yet, the newest virtual one below it, {@code compute_…}.
   *
   * @param capability ten times the major compute capability, plus the minor one
   */
  static String architecture(int capability) {
    int best =
        Arrays.stream(capabilities()).filter(each -> each <= capability).max().orElse(capability);
    return (best == capability ? "sm_" : "compute_") + best;
  }

  /** The compute capabilities that the compiler knows, ten times major plus minor. */
  static int[] capabilities() {
    int[] count = {0};
    check("nvrtcGetNumSupportedArchs", JNvrtc.nvrtcGetNumSupportedArchs(count), "");
    int[] known = new int[count[0]];
    check("nvrtcGetSupportedArchs", JNvrtc.nvrtcGetSupportedArchs(known), "");
    return known;
  }

  /** Compiles a program to what the driver loads: machine code for sm_…, PTX for compute_…. */
  static byte[] compile(String source, String name, String architecture) {
    return compile(source, name, architecture, List.of(), log -> {});
  }

  /** Compiles a program with options besides the usual ones, and hands on what was said of it. */
  static byte[] compile(
      String source,
      String name,
      String architecture,
      List<String> moreOptions,
      Consumer<String> listener) {
    nvrtcProgram program = new nvrtcProgram();
    check(
        "nvrtcCreateProgram",
        JNvrtc.nvrtcCreateProgram(program, source, name, 0, null, null),
        name);
    try {
      List<String> options =
          new ArrayList<>(List.of("--gpu-architecture=" + architecture, "--std=c++17"));
      options.addAll(moreOptions);
      int status =
          JNvrtc.nvrtcCompileProgram(program, options.size(), options.toArray(String[]::new));
      String log = log(program);
      check("nvrtcCompileProgram", status, name + " for " + architecture + log);
      listener.accept(log);
      return architecture.startsWith("sm_") ? machineCode(program) : ptx(program);
    } finally {
      JNvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static byte[] machineCode(nvrtcProgram program) {
    long[] size = {0};
    check("nvrtcGetCUBINSize", JNvrtc.nvrtcGetCUBINSize(program, size), "");
    byte[] code = new byte[Math.toIntExact(size[0])];
    check("nvrtcGetCUBIN", JNvrtc.nvrtcGetCUBIN(program, code), "");
    return code;
  }

  private static byte[] ptx(nvrtcProgram program) {
    String[] text = {""};
    check("nvrtcGetPTX", JNvrtc.nvrtcGetPTX(program, text), "");
    return (text[0] + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String log(nvrtcProgram program) {
    String[] log = {""};
    JNvrtc.nvrtcGetProgramLog(program, log);
    String text = log[0] == null ? "" : log[0].strip();
    return text.isEmpty() ? "" : ":\n" + text;
  }

  private static void check(String call, int status, String detail) {
    if (status != nvrtcResult.NVRTC_SUCCESS) {
      throw new CudaException(call, status, nvrtcResult.stringFor(status), detail);
    }
  }
}
