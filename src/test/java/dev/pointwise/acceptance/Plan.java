package dev.pointwise.acceptance;

import java.util.List;

/** The steps in their order: the most telling first, what takes any amount of time last. */
final class Plan {
  private Plan() {}

  static final String DEVICE = "device";
  static final String CEILINGS = "cublas";
  static final String STARTUP = "startup";
  static final String NETWORK = "network";
  static final String BENCHMARK = "benchmark";

  static List<Step> steps() {
    return List.of(
        new Step(DEVICE, "What GPU there is", 30, 0, false, new DeviceStep()),
        new Step("doctor", "`pointwise doctor`", 30, 10, false, new DoctorStep()),
        new Step(
            "contract",
            "The contract of every backend, on the GPU",
            60,
            20,
            true,
            new ContractStep()),
        new Step(
            "verify",
            "Three networks' layers against the oracle, batch 1",
            80,
            30,
            true,
            VerifyStep.first()),
        new Step(
            CEILINGS,
            "Raw cuBLAS: builds, and the device's ceilings",
            40,
            20,
            false,
            new CublasStep()),
        new Step(
            STARTUP,
            "How long opening the backend and preparing a layer take",
            20,
            10,
            true,
            new StartupStep()),
        new Step(
            NETWORK,
            "All pointwise layers of one forward pass, against PyTorch",
            170,
            130,
            true,
            new NetworkStep()),
        new Step(
            BENCHMARK,
            "Pointwise and its peers on the same layers, taking turns",
            400,
            60,
            true,
            new BenchmarkStep()),
        new Step(
            "soak", "Create, run and close; is memory given back?", 20, 8, true, new SoakStep()),
        new Step(
            "sanitizer", "A short case under compute-sanitizer", 20, 8, true, new SanitizerStep()),
        new Step(
            "verify-all",
            "Every other suite and batch against the oracle",
            Options.USUAL_BUDGET,
            30,
            true,
            VerifyStep.rest()));
  }

  static List<String> names() {
    return steps().stream().map(Step::name).toList();
  }
}
