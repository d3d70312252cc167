package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.Backends;
import dev.pointwise.backend.Tuning;
import dev.pointwise.results.Machine;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells what there is to run on. */
@Command(
    name = "info",
    description = "Lists backends, devices and libraries, and why a backend is unavailable.")
final class InfoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Machine machine = Machine.here();
    line(out, "pointwise", Version.text());
    line(out, "java", machine.jdk());
    line(out, "os", machine.os());
    line(out, "cpu", machine.cpu() + ", " + machine.processors() + " processors");
    for (BackendProvider provider : Backends.providers()) {
      out.println();
      String reason = provider.unavailableReason();
      line(out, "backend", provider.name() + (reason == null ? "" : " (unavailable)"));
      if (reason == null) {
        devices(out, provider);
      } else {
        line(out, "  reason", reason);
      }
    }
    out.println();
    line(out, "backend", "oracle (slow and exact, for `pointwise run`)");
    out.flush();
  }

  /** Opens the devices one after the other; what fails hides none. */
  private static void devices(PrintWriter out, BackendProvider provider) {
    for (int device = 0; device < provider.deviceCount(); device++) {
      try (Backend backend = provider.open(device, Tuning.OFF)) {
        BackendInfo info = backend.info();
        line(out, "  device " + device, info.device());
        info.details().forEach((name, value) -> line(out, "    " + name, value));
      } catch (BackendException e) {
        line(out, "  device " + device, "failed: " + e.getMessage());
      }
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(String.format("%-21s %s", name, value));
  }
}
