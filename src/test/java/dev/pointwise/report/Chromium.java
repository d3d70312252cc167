package dev.pointwise.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A browser that opens pages, runs a script in them and tells what it found.
 *
 * @param program the browser's program
 * @param directory for pages and the browser's profile
 */
record Chromium(String program, Path directory) {
  /** What to install where there is none. */
  static final String EXPECTED =
      "no browser is installed, expected chromium, chromium-browser or google-chrome on PATH";

  private static final Pattern FINDINGS = Pattern.compile("<pre id=\"findings\">([^<]*)</pre>");
  private static final int SECONDS = 120;

  /** The browser's program, if one is installed. */
  static Optional<String> installed() {
    List<String> directories = List.of(System.getenv().getOrDefault("PATH", "").split(":", -1));
    return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        .flatMap(name -> directories.stream().map(each -> Path.of(each, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /**
   * Opens a page in a frame, and runs a script in it.
   *
   * @param page the page
   * @param width the frame's, in pixels
   * @param dark whether the reader prefers dark
   * @param script the body of an asynchronous function that returns what it found
   * @return what it found, and as {@code console} what the page and the script complained of
   */
  JsonObject open(String page, int width, boolean dark, String script) throws Exception {
    String probe =
        """
        <script>
        (async () => {
          let found;
          try {
            found = await (async () => { %s })();
          } catch (failure) {
            found = { failure: String(failure.stack) };
          }
          found.console = window.complaints;
          parent.document.getElementById("findings").textContent =
              encodeURIComponent(JSON.stringify(found));
        })();
        </script>
        """
            .formatted(script);
    String watch =
        """
        <script>
        window.complaints = [];
        window.opened = performance.now();
        for (const level of ["error", "warn"]) {
          console[level] = (...words) => window.complaints.push(words.join(" "));
        }
        addEventListener("error", (event) => window.complaints.push(event.message));
        addEventListener("unhandledrejection", (event) => window.complaints.push(String(event.reason)));
        addEventListener("securitypolicyviolation", (event) => window.complaints.push(event.blockedURI));
        </script>
        """;
    String watched = page.replace("<head>", "<head>" + watch).replace("</body>", probe + "</body>");
    Path outer = Files.createTempFile(directory, "page", ".html");
    Files.writeString(
        outer,
        "<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'>"
            + "<pre id=\"findings\"></pre><iframe width="
            + width
            + " height=800 style='border:0' srcdoc=\""
            + watched.replace("&", "&amp;").replace("\"", "&quot;")
            + "\"></iframe>");
    String dump = dump(outer, dark);
    Matcher found = FINDINGS.matcher(dump);
    if (!found.find() || found.group(1).isEmpty()) {
      throw new IOException("the script in the page did not end; the browser says: " + dump);
    }
    String json = URLDecoder.decode(found.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private String dump(Path page, boolean dark) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "dom", ".html");
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + directory.resolve("profile"),
                "--window-size=1200,1000",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--virtual-time-budget=20000",
                "--dump-dom",
                page.toUri().toString()));
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!browser.waitFor(SECONDS, TimeUnit.SECONDS)) {
      browser.destroyForcibly().waitFor();
      throw new IOException("the browser did not end within " + SECONDS + " s");
    }
    return Files.readString(out);
  }
}
