package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputOptionsTest {
  @TempDir Path directory;

  private Cli bench(String outputs, String... more) {
    Object[] all = new Object[7 + more.length];
    Object[] first = {"bench", "--shape", "c8h3w3k4", "--backend", "exact", "-o", outputs};
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Cli.run(all);
  }

  @Test
  void whatIsNoOutputIsRefusedBeforeAnythingIsOpened() {
    Path missing = directory.resolve("missing").resolve("r.json");
    bench("json=" + missing).failed(2, "-o json is " + missing, "existing directory");
    bench("csv=" + directory).failed(2, "-o csv is", "a directory");
    bench("r.json").failed(2, "'r.json'", "expected KIND=FILE");
    bench("csv=a,b.csv").failed(2, "'b.csv'", "no comma in a name");
    bench("json=").failed(2, "'json='", "expected KIND=FILE");
    bench("xml=x").failed(2, "-o is 'xml'", "json, csv, md, html");
    assertFalse(bench("xml=x").err().contains("using"));
  }

  @Test
  void eachKindAndEachFileOnce() {
    Path file = directory.resolve("r");
    bench("csv=" + file + ",csv=" + file + "2").failed(2, "each kind and each file once");
    bench("csv=" + file + ",md=" + file).failed(2, "each kind and each file once");
    bench("json=" + file + ",csv=" + directory + "/./r").failed(2, "each kind and each file once");
  }

  @Test
  void resumingNeedsAFile() {
    bench("csv=" + directory.resolve("r.csv"), "--resume").failed(2, "--resume is given", "json=");
  }

  @Test
  void aFileThatIsThereIsRefusedAndKept() throws Exception {
    Path file = Files.writeString(directory.resolve("r.jsonl"), "precious");
    bench("json=" + file).failed(8, file.toString(), "there already");
    assertEquals("precious", Files.readString(file));
  }
}
