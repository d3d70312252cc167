package dev.pointwise.cuda;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one kernel takes on one architecture, as the assembler reports it with {@code -v}.
 *
 * @param registers registers of a thread
 * @param stack bytes of a thread's stack
 * @param spilled bytes of stores and loads of registers that did not fit
 */
record ResourceUsage(int registers, int stack, int spilled) {
  private static final Pattern REPORT =
      Pattern.compile(
          "entry function '(\\w+)'(?:(?!entry function).)*?(\\d+) bytes stack frame, "
              + "(\\d+) bytes spill stores, (\\d+) bytes spill loads"
              + "(?:(?!entry function).)*?Used (\\d+) registers",
          Pattern.DOTALL);

  /** Each kernel's, out of a compiler's log. */
  static Map<String, ResourceUsage> parse(String log) {
    Map<String, ResourceUsage> usage = new TreeMap<>();
    Matcher report = REPORT.matcher(log);
    while (report.find()) {
      usage.put(
          report.group(1),
          new ResourceUsage(
              Integer.parseInt(report.group(5)),
              Integer.parseInt(report.group(2)),
              Integer.parseInt(report.group(3)) + Integer.parseInt(report.group(4))));
    }
    return usage;
  }

  @Override
  public String toString() {
    return registers
        + (stack == 0 ? "" : " + " + stack + " stack")
        + (spilled == 0 ? "" : " + " + spilled + " SPILLED");
  }
}
