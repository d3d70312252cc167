package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Series;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  private final AtomicLong millis = new AtomicLong();
  private final StringWriter text = new StringWriter();

  private ProgressLine line(int width, boolean colour) {
    return new ProgressLine(new PrintWriter(text), width, colour, () -> millis.get() * 1_000_000L);
  }

  /** What was drawn into one line after the other, each text without its control sequences. */
  private List<String> drawn() {
    return Arrays.stream(text.toString().split("\r\u001b\\[2K", -1))
        .map(each -> each.replaceAll("\u001b\\[[?\\d]*[a-zA-Z]", ""))
        .filter(each -> !each.isEmpty())
        .toList();
  }

  /** What stands on a terminal of so many columns: lines, the last one as far as it was drawn. */
  private List<String> screen() {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String part : text.toString().split("(?=\r\u001b\\[2K)|(?<=\n)", -1)) {
      if (part.startsWith("\r\u001b[2K")) {
        lines.set(lines.size() - 1, "");
      }
      String plain = part.replaceAll("\u001b\\[[?\\d]*[a-zA-Z]|[\r\n]", "");
      lines.set(lines.size() - 1, lines.getLast() + plain);
      if (part.endsWith("\n")) {
        lines.add("");
      }
    }
    return lines;
  }

  private void run(ProgressLine line) {
    CaseKey key = Keys.key(1);
    line.cases(4);
    line.begin(key);
    millis.addAndGet(3000);
    line.sample(key, Series.COLD, 0.4, 0.123);
    millis.addAndGet(50);
    line.sample(key, Series.COLD, 0.5, 0.1);
    line.end(Keys.measured(key));
  }

  @Test
  void aCaseIsALineThatIsRewrittenAndThenStays() {
    run(line(100, false));
    List<String> drawn = drawn();
    assertEquals("0/4 " + Keys.key(1) + "  verifying | 0%", drawn.get(0));
    assertEquals("0/4 " + Keys.key(1) + "  cold 40%, spread 12.3% | 10%, 27 s left", drawn.get(1));
    assertEquals(3, drawn.size(), "a second sample within 100 ms is not drawn");
    List<String> screen = screen();
    assertEquals(2, screen.size(), screen::toString);
    assertEquals(
        "1/4 " + Keys.key(1) + " cold 4.00 ms 25.0% hot 1.00 ms 0.0%",
        screen.get(0).replaceAll(" +", " "));
    assertEquals("", screen.get(1));
  }

  @Test
  void casesInTurnAreCounted() {
    ProgressLine line = line(120, false);
    line.cases(2);
    line.begin(Keys.key(1));
    line.begin(Keys.key(2));
    millis.addAndGet(200);
    line.sample(Keys.key(1), Series.HOT, 0.5, Double.NaN);
    assertTrue(drawn().getLast().contains("  hot 50%, 1 of 2 in turn | 25%"), drawn()::toString);
  }

  @Test
  void closingLeavesNothingUnfinished() {
    ProgressLine line = line(100, false);
    line.cases(1);
    line.begin(Keys.key(1));
    line.close();
    assertEquals(List.of(""), screen());
  }

  @ParameterizedTest
  @ValueSource(ints = {55, 72, 80, 100})
  void noLineIsWiderThanTheTerminal(int width) {
    ProgressLine line = line(width, false);
    run(line);
    CaseKey wide =
        new CaseKey(Keys.key(1).fuse(), "n1c64h8w8k64" + "/k64".repeat(50), "f32", "nchw");
    line.begin(wide);
    millis.addAndGet(3000);
    line.sample(wide, Series.LAYER_BY_LAYER, 0.4, 0.123);
    line.end(Keys.without(wide, Outcome.Status.ERROR, "y".repeat(300)));
    line.end(Keys.measured(wide));
    for (String each : drawn()) {
      assertTrue(each.stripTrailing().length() <= width, each.length() + ": " + each);
    }
  }

  @Test
  void onlyColourDependsOnColour() {
    run(line(100, true));
    String coloured = text.toString();
    assertTrue(coloured.contains("\u001b[2m"), coloured);
    text.getBuffer().setLength(0);
    millis.set(0);
    run(line(100, false));
    assertFalse(text.toString().matches("(?s).*\u001b\\[\\d*m.*"), text.toString());
    assertEquals(text.toString(), coloured.replaceAll("\u001b\\[\\d*m", ""));
  }
}
