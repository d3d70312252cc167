package dev.pointwise.cuda;

import dev.pointwise.cuda.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks at everything that the CUDA backend needs, and tries it. */
public final class CudaDoctor {
  private CudaDoctor() {}

  /**
   * Examines this machine and process. Nothing is thrown: what fails is a finding. CUDA is usable
   * if no finding is a {@link Level#PROBLEM}.
   */
  public static List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    add(findings, "host", HostCheck::add);
    add(findings, "CUDA libraries", LibraryCheck::add);
    add(findings, "GPU", GpuCheck::add);
    add(findings, "trial", TrialCheck::add);
    String reason = CudaBackend.unavailableReason();
    if (reason != null && findings.stream().noneMatch(each -> each.level() == Level.PROBLEM)) {
      findings.add(Finding.problem("CUDA", reason, ""));
    }
    return List.copyOf(findings);
  }

  private static void add(List<Finding> findings, String what, Consumer<List<Finding>> check) {
    try {
      check.accept(findings);
    } catch (RuntimeException | LinkageError e) {
      findings.add(Finding.problem(what, "could not be examined: " + line(e), ""));
    }
  }

  /** An exception as one line. */
  static String line(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
