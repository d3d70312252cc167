package dev.pointwise.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Locale;

/** The parsers. Their order is part of the corpus of {@link AllTargets}: add to its end. */
public enum Target {
  NPY_FILE("io.NpyFileFuzz"),
  NPY_HEADER("io.NpyHeaderFuzz"),
  SHAPES_FILE("bench.ShapeCsvFuzz"),
  SHAPE("bench.LayerShapeFuzz"),
  ROOFLINE_FILE("bench.RooflineFileFuzz"),
  RESULTS_FILE("results.ResultsFileFuzz"),
  TUNED_FILE("cuda.TunedFileFuzz"),
  ELF_FILE("cuda.ElfFuzz"),
  LINKER_CACHE("cuda.LinkerCacheFuzz"),
  DEFAULTS_FILE("cli.DefaultsFileFuzz"),
  FILTER("cli.FilterFuzz"),
  REPLAY("cli.ReplayFuzz"),
  ARGUMENTS("cli.ArgumentsFuzz"),
  REPORTS("report.ReportsFuzz"),
  COMPARISON("compare.ComparisonFuzz"),
  PROCESSOR_FILES("cpu.ProcessorFuzz");

  private final String type;

  Target(String type) {
    this.type = "dev.pointwise." + type;
  }

  /**
   * The target of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Target of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "target is " + name + ", expected one of " + Arrays.toString(values())));
  }

  /** The class, which has a method {@code fuzzerTestOneInput(byte[])}. */
  public String type() {
    return type;
  }

  /** Feeds it an input; whatever it throws is a finding. */
  public void run(byte[] input) throws Throwable {
    MethodHandle method =
        MethodHandles.lookup()
            .findStatic(
                Class.forName(type),
                "fuzzerTestOneInput",
                MethodType.methodType(void.class, byte[].class));
    method.invokeExact(input);
  }

  /** As on the command line: {@code npy-file}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
