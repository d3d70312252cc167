package dev.pointwise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pointwise.compare.Comparison;
import dev.pointwise.results.RunResults;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. */
@Tag("browser")
class HtmlReportBrowserTest {
  /** Waits until the page has drawn itself, and gives the first of those elements. */
  private static final String TOOLS =
      """
      const all = (selector) => [...document.querySelectorAll(selector)];
      const one = (selector) => document.querySelector(selector);
      const key = (element, name) =>
          element.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
      const tip = () => one("#tip").hidden ? null : one("#tip").innerText;
      const column = (title) => all(".cases thead tr:last-child th").findIndex((head) => head.textContent === title);
      const cells = (index) => all(".cases tbody tr:not(.open)").map((row) => row.children[index].textContent);
      const until = async (done) => {
        for (let i = 0; i < 100 && !done(); i++) await new Promise((next) => setTimeout(next, 50));
      };
      const drawn = (svg) => svg.children.length > 1 || svg.getClientRects().length === 0;
      await until(() => all("figure svg").every(drawn));
      """;

  @TempDir private Path directory;
  private Chromium chromium = new Chromium("", Path.of(""));

  @BeforeEach
  void find() {
    assumeTrue(Chromium.installed().isPresent(), Chromium.EXPECTED);
    chromium = new Chromium(Chromium.installed().orElseThrow(), directory);
  }

  private JsonObject open(String page, int width, boolean dark, String script) throws Exception {
    JsonObject found = chromium.open(page, width, dark, TOOLS + script);
    assertFalse(found.has("failure"), found::toString);
    assertEquals("[]", found.get("console").toString());
    return found;
  }

  private static String everyKind() {
    Comparison comparison = MadeComparison.everyVerdict();
    return HtmlReport.text(comparison.candidate(), comparison);
  }

  @Test
  void namesAreShownAsTheyAre() throws Exception {
    JsonObject found =
        open(
            everyKind(),
            1100,
            false,
            """
            return {
              cell: cells(column("layer"))[13],
              scripts: all("script").length,
              strangers: all("b").length,
              warnings: all(".warning strong").map((each) => each.textContent),
              sections: all("section").map((each) => each.id),
              reason: all(".cases .status.ERROR .reason").map((each) => each.textContent),
            };
            """);
    assertEquals(MadeResults.NASTY, found.get("cell").getAsString());
    assertEquals(4, found.get("scripts").getAsInt());
    assertEquals(0, found.get("strangers").getAsInt());
    assertEquals(
        "[\"No measurement.\",\"Wrong results.\",\"Failures.\",\"Impossible times.\","
            + "\"Disturbed samples.\",\"Inputs are zeros.\",\"Forced comparison.\"]",
        found.get("warnings").toString());
    assertEquals(
        "[\"totals\",\"roofline\",\"layers\",\"phases\",\"comparison\",\"batches\",\"samples\","
            + "\"cases\",\"provenance\"]",
        found.get("sections").toString());
    assertEquals("[\"out of memory\"]", found.get("reason").toString());
  }

  @Test
  void theTableSortsByEveryColumn() throws Exception {
    JsonObject found =
        open(
            everyKind(),
            1100,
            false,
            """
            const found = { columns: [] };
            all(".cases thead tr:last-child th").forEach((head, i) => {
              const press = () => head.querySelector("button").click();
              press();
              const up = cells(i);
              const said = head.getAttribute("aria-sort");
              press();
              found.columns.push({ title: head.textContent, up, down: cells(i), said,
                  saidDown: head.getAttribute("aria-sort"),
                  sorted: all("[aria-sort]:not([aria-sort=none])").length });
            });
            return found;
            """);
    for (JsonElement each : found.getAsJsonArray("columns")) {
      JsonObject column = each.getAsJsonObject();
      assertEquals("ascending", column.get("said").getAsString());
      assertEquals("descending", column.get("saidDown").getAsString());
      assertEquals(1, column.get("sorted").getAsInt());
      if (List.of("#", "time", "FLOP/s", "roofline").contains(column.get("title").getAsString())) {
        assertSorted(values(column, "up"), 1);
        assertSorted(values(column, "down"), -1);
      }
    }
    assertTrue(found.getAsJsonArray("columns").size() > 15, found::toString);
  }

  private static void assertSorted(List<Double> values, int direction) {
    for (int i = 1; i < values.size(); i++) {
      double before = values.get(i - 1);
      double after = values.get(i);
      assertTrue(Double.isNaN(after) || direction * before <= direction * after, values::toString);
    }
  }

  private static List<Double> values(JsonObject column, String direction) {
    return column.getAsJsonArray(direction).asList().stream()
        .map(JsonElement::getAsString)
        .map(HtmlReportBrowserTest::value)
        .toList();
  }

  /** A figure with its unit; NaN where there is none. */
  private static double value(String text) {
    if (text.equals("–")) {
      return Double.NaN;
    }
    String[] parts = text.split(" ", -1);
    double number = Double.parseDouble(parts[0]);
    return switch (parts.length > 1 ? parts[1] : "") {
      case "T" -> number * 1e12;
      case "G" -> number * 1e9;
      case "M" -> number * 1e6;
      case "k" -> number * 1e3;
      case "ms" -> number * 1e-3;
      case "µs" -> number * 1e-6;
      case "ns" -> number * 1e-9;
      default -> number;
    };
  }

  @Test
  void chartsNameTheLayerToPointerAndKeys() throws Exception {
    JsonObject found =
        open(
            everyKind(),
            1100,
            false,
            """
            const found = {};
            for (const id of ["roofline", "layers", "phases", "comparison", "batches", "samples"]) {
              const svg = one(`#${id} figure svg`);
              svg.scrollIntoView();
              await new Promise((done) => setTimeout(done, 50));
              key(svg, "End");
              const byKey = tip();
              key(svg, "Escape");
              const gone = tip();
              key(svg, "Home");
              const ring = svg.querySelector(".ring").getBoundingClientRect();
              const first = tip();
              key(svg, "Escape");
              const at = { clientX: ring.x + ring.width / 2, clientY: ring.y + ring.height / 2, bubbles: true };
              svg.dispatchEvent(new PointerEvent("pointermove", at));
              const byPointer = tip();
              svg.dispatchEvent(new PointerEvent("pointerleave", { pointerType: "mouse" }));
              const left = tip();
              svg.dispatchEvent(new PointerEvent("pointerdown", { ...at, pointerType: "touch" }));
              svg.dispatchEvent(new PointerEvent("pointerleave", { pointerType: "touch" }));
              found[id] = { byKey, gone, first, byPointer, left, byTouch: tip(), label: svg.getAttribute("aria-label"), stop: svg.tabIndex };
              svg.dispatchEvent(new FocusEvent("blur"));
            }
            return found;
            """);
    for (String id : List.of("roofline", "layers", "phases", "comparison", "batches", "samples")) {
      JsonObject chart = found.getAsJsonObject(id);
      for (String way : List.of("byKey", "first", "byPointer", "byTouch")) {
        assertFalse(chart.get(way).isJsonNull(), id + " " + way);
      }
      assertTrue(chart.get("gone").isJsonNull() && chart.get("left").isJsonNull(), id);
      assertEquals(0, chart.get("stop").getAsInt(), id);
      assertTrue(chart.get("label").getAsString().length() > 20, id);
    }
    String roofline = found.getAsJsonObject("roofline").get("byPointer").getAsString();
    assertTrue(roofline.contains("1x1_reduce, "), roofline);
    assertTrue(roofline.contains("FLOP/byte"), roofline);
    String layers = found.getAsJsonObject("layers").get("byPointer").getAsString();
    assertTrue(layers.contains("of roofline"), layers);
  }

  @Test
  void aCaseOpensWithItsCommand() throws Exception {
    JsonObject found =
        open(
            everyKind(),
            1100,
            false,
            """
            const opener = all(".cases .opens")[13];
            opener.click();
            const code = one(".cases .open code");
            const found = { expanded: opener.getAttribute("aria-expanded"), command: code.textContent };
            one(".cases .open .copy").click();
            found.selected = getSelection().toString();
            opener.click();
            found.left = all(".cases .open").length;
            return found;
            """);
    assertEquals("true", found.get("expanded").getAsString());
    String command = found.get("command").getAsString();
    assertTrue(command.startsWith("pointwise bench --shape 'a<b>&\"c'\\''</script>"), command);
    assertEquals(command, found.get("selected").getAsString());
    assertEquals(0, found.get("left").getAsInt());
  }

  @Test
  void nothingScrollsSidewaysOnAPhone() throws Exception {
    String script =
        """
        all("details").forEach((each) => { each.open = true; });
        all(".cases .opens").forEach((each) => each.click());
        await until(() => all("figure svg").every(drawn));
        const page = document.scrollingElement;
        const wide = all("main *, header *, nav *").filter((each) => !each.closest(".box")
            && !each.closest("svg") && each.getBoundingClientRect().right > innerWidth + 0.5);
        return { inner: innerWidth, scroll: page.scrollWidth,
            wide: wide.map((each) => each.outerHTML.slice(0, 120)) };
        """;
    for (RunResults results : List.of(MadeResults.everyKind(), MadeResults.measured(60, 20))) {
      String page =
          HtmlReport.text(results, results.rows().size() == 60 ? null : MadeComparison.of(results));
      JsonObject found = open(page, 360, false, script);
      assertEquals(360, found.get("inner").getAsInt());
      assertEquals("[]", found.get("wide").toString());
      assertTrue(found.get("scroll").getAsInt() <= 360, found::toString);
    }
  }

  @Test
  void textStandsOutInLightAndDark() throws Exception {
    String script =
        """
        const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
            .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const colour = parse(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
          }
          return [NaN, NaN, NaN];
        };
        const low = [];
        let checked = 0;
        for (const element of all("header *, nav *, main *")) {
          const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
          if (!own || element.closest("select") || element.closest("noscript")) continue;
          const style = getComputedStyle(element);
          const colour = parse(element.closest("svg") ? style.fill : style.color);
          const [a, b] = [light(colour), light(ground(element))].sort((x, y) => y - x);
          checked++;
          if (!((a + 0.05) / (b + 0.05) >= 4.5)) low.push([element.outerHTML.slice(0, 100), colour, ground(element)]);
        }
        return { low, checked, ground: ground(document.body) };
        """;
    JsonObject light = open(everyKind(), 1100, false, script);
    JsonObject dark = open(everyKind(), 1100, true, script);
    for (JsonObject found : List.of(light, dark)) {
      assertEquals("[]", found.get("low").toString());
      assertTrue(found.get("checked").getAsInt() > 200, found::toString);
    }
    assertFalse(light.get("ground").equals(dark.get("ground")), "light and dark look alike");
  }

  @Test
  void twoThousandRowsOpenAndCanAllBeSeen() throws Exception {
    JsonObject found =
        open(
            HtmlReport.text(MadeResults.measured(2000, 100), null),
            1100,
            false,
            """
            const found = { first: cells(0).length };
            all("#cases > .more").forEach((each) => each.click());
            found.all = cells(0).length;
            const filter = one("#cases input");
            filter.value = "beta n1c64";
            filter.dispatchEvent(new Event("input"));
            found.filtered = cells(0).length;
            const summary = all("#layers details").at(-1);
            summary.open = true;
            await until(() => summary.querySelector("text.row"));
            found.drawn = summary.querySelectorAll("text.row").length;
            summary.querySelector(".more").click();
            found.every = summary.querySelectorAll("text.row").length;
            return found;
            """);
    assertEquals(250, found.get("first").getAsInt());
    assertEquals(2000, found.get("all").getAsInt());
    assertTrue(found.get("filtered").getAsInt() > 0 && found.get("filtered").getAsInt() < 100);
    assertEquals(60, found.get("drawn").getAsInt());
    assertEquals(335, found.get("every").getAsInt());
  }

  @Test
  void resultsWithoutACaseSaySo() throws Exception {
    JsonObject found =
        open(
            HtmlReport.text(new RunResults(List.of(), List.of()), null),
            1100,
            false,
            "return { text: document.body.innerText };");
    assertTrue(found.get("text").getAsString().contains("The results hold no case"));
  }
}
