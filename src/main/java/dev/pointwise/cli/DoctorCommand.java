package dev.pointwise.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.cuda.CudaDoctor;
import dev.pointwise.cuda.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells whether the GPU path works here, and what to do if not. */
@Command(
    name = "doctor",
    description = {
      "Examines everything that the CUDA backend needs: system, Java, driver, GPUs, libraries,"
          + " cache; then compiles a kernel and runs a 2x2 layer on every GPU. Each line is ok,"
          + " warning or problem, with what to do about it.",
      "Exits with 0 if the CUDA backend is usable, with 6 if not."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int SCHEMA = 1;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<Finding> findings = CudaDoctor.examine();
    boolean usable = findings.stream().noneMatch(each -> each.level() == Finding.Level.PROBLEM);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(findings, usable));
    } else {
      print(out, findings, usable);
    }
    out.flush();
    return usable ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  private static void print(PrintWriter out, List<Finding> findings, boolean usable) {
    for (Finding each : findings) {
      line(out, level(each), each.what(), each.detail());
      if (!each.advice().isEmpty()) {
        line(out, "", "", "-> " + each.advice());
      }
    }
    out.println("pointwise " + Version.text() + ": CUDA is " + (usable ? "usable" : "not usable"));
  }

  private static void line(PrintWriter out, String level, String what, String text) {
    out.println(String.format(Locale.ROOT, "%-7s  %-14s  %s", level, what, text));
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }

  private static String json(List<Finding> findings, boolean usable) {
    JsonObject json = new JsonObject();
    json.addProperty("schema", SCHEMA);
    json.addProperty("version", Version.text());
    json.addProperty("usable", usable);
    JsonArray rows = new JsonArray();
    for (Finding each : findings) {
      JsonObject row = new JsonObject();
      row.addProperty("level", level(each));
      row.addProperty("what", each.what());
      row.addProperty("detail", each.detail());
      if (!each.advice().isEmpty()) {
        row.addProperty("advice", each.advice());
      }
      rows.add(row);
    }
    json.add("findings", rows);
    return GSON.toJson(json);
  }
}
