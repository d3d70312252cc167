package dev.pointwise.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsFileTest {
  private static final CaseRow A = SampleResults.measured(0, "n1c4h2w2k4", 1e-5);
  private static final CaseRow B =
      SampleResults.failed(0, "n1c4h2w2k8", Outcome.Status.ERROR, "out of memory");

  @TempDir Path directory;

  private Path written() throws Exception {
    Path file = directory.resolve("r.jsonl");
    try (ResultsFile results = ResultsFile.create(file)) {
      assertEquals(0, results.add(SampleResults.run()));
      results.add(A);
      results.add(B);
    }
    return file;
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    RunResults results = ResultsFile.read(written());
    assertEquals(List.of(SampleResults.run()), results.runs());
    assertEquals(List.of(A, B), results.rows());
  }

  @Test
  void eachCaseIsThereAtOnce() throws Exception {
    Path file = directory.resolve("r.jsonl");
    try (ResultsFile results = ResultsFile.create(file)) {
      results.add(SampleResults.run());
      assertEquals(1, Files.readAllLines(file).size());
      results.add(A);
      assertEquals(2, Files.readAllLines(file).size());
      assertEquals(List.of(A), results.results().rows());
    }
  }

  @Test
  void anExistingFileIsNotOverwritten() throws Exception {
    Path file = written();
    byte[] before = Files.readAllBytes(file);
    assertFault(() -> ResultsFile.create(file), "it is there already");
    Path unused = file.resolveSibling("unused.jsonl");
    ResultsFile.create(unused).close();
    assertFalse(Files.exists(unused));
    Files.createFile(unused);
    ResultsFile.create(unused).close();
    assertTrue(Files.exists(unused));
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void resumingGoesOnBehindWhatIsThere() throws Exception {
    Path file = written();
    CaseRow later = SampleResults.measured(1, "n1c4h2w2k16", 2e-5);
    try (ResultsFile results = ResultsFile.resume(file)) {
      assertEquals(List.of(A, B), results.results().rows());
      assertEquals(1, results.add(SampleResults.run()));
      results.add(later);
    }
    assertEquals(List.of(A, B, later), ResultsFile.read(file).rows());
    assertEquals(2, ResultsFile.read(file).runs().size());
  }

  @Test
  void resumingNothingBegins() throws Exception {
    Path file = directory.resolve("none.jsonl");
    try (ResultsFile results = ResultsFile.resume(file)) {
      assertEquals(List.of(), results.results().rows());
      results.add(SampleResults.run());
    }
    assertEquals(1, ResultsFile.read(file).runs().size());
  }

  @Test
  void aLineCutOffAnywhereCostsThatCaseAlone() throws Exception {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    int lastLine = new String(whole, StandardCharsets.UTF_8).indexOf("k8");
    int from = lastLine;
    while (whole[from - 1] != '\n') {
      from--;
    }
    for (int length = from; length < whole.length - 1; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals(List.of(A), ResultsFile.read(file).rows());
      try (ResultsFile results = ResultsFile.resume(file)) {
        results.add(B);
      }
      assertEquals(List.of(A, B), ResultsFile.read(file).rows());
    }
  }

  @Test
  void aLineThatLacksItsEndOnlyIsKept() throws Exception {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    try (ResultsFile results = ResultsFile.resume(file)) {
      assertEquals(List.of(A, B), results.results().rows());
      results.add(A);
    }
    assertEquals(List.of(A, B, A), ResultsFile.read(file).rows());
  }

  @Test
  void oneWritesAndNobodyReadsMeanwhile() throws Exception {
    Path file = written();
    try (ResultsFile results = ResultsFile.resume(file)) {
      assertFault(() -> ResultsFile.resume(file), "a run is writing");
      assertFault(() -> ResultsFile.read(file), "a run is writing");
      assertEquals(2, results.results().rows().size());
    }
    assertEquals(2, ResultsFile.read(file).rows().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"schema\":2 | \"schema\":3 | line 1: schema is 3, expected 2: a newer version",
        "\"schema\":2 | \"schema\":1 | line 1: schema is 1, expected 2",
        "\"record\":\"case\" | \"record\":\"x\" | line 2: field 'record' is 'x', expected run or",
        "\"run\":0 | \"run\":1 | line 2: field 'run' is 1, expected one of the 1",
        "\"flops\":2000000.0 | \"flops\":-1 | line 2: field 'flops' is -1, expected a number",
        "\"flops\":2000000.0 | \"flops\":1e999 | line 2: field 'flops' is 1e999, expected",
        "\"flops\":2000000.0 | \"flops\":NaN | line 2: it is no JSON object",
        "\"bytes\":3000 | \"bytes\":-1 | line 2: field 'bytes' is -1, expected an integer from 0",
        "\"fuse\":\"epilogue\" | \"fuse\":\"all\" | 'fuse' is \"all\", expected one of: none, epi",
        "\"repeat\":3 | \"repeat\":3.5 | line 2: field 'repeat' is 3.5, expected an integer",
        "\"status\":\"measured\" | \"status\":\"error\" | line 2: times are of [cold, hot], exp",
        "\"started\":\"2026-11-26T10:00:00Z\" | \"started\":\"now\" | 'started' is \"now\", exp",
      })
  void whatIsWrongIsNamed(String part, String replaced, String message) throws Exception {
    Path file = written();
    String text = Files.readString(file);
    assertTrue(text.contains(part), text);
    Files.writeString(file, text.replaceFirst(Pattern.quote(part), replaced));
    assertFault(() -> ResultsFile.read(file), message);
    String before = Files.readString(file);
    assertFault(() -> ResultsFile.resume(file), message);
    assertEquals(before, Files.readString(file));
  }

  @Test
  void whatIsNoFileOfResultsIsRefused() throws IOException {
    Path file = directory.resolve("x");
    assertFault(() -> ResultsFile.read(file), "no such file");
    assertFault(() -> ResultsFile.read(directory), "a directory");
    Files.writeString(file, "");
    assertFault(() -> ResultsFile.read(file), "it is empty");
    Files.writeString(file, "hello");
    assertFault(() -> ResultsFile.read(file), "line 1: it is no JSON object");
    Files.write(file, new byte[] {(byte) 0xff, '\n'});
    assertFault(() -> ResultsFile.read(file), "line 1: it is no UTF-8");
  }

  @Test
  void aFullDiskLosesNothingThatWasWritten() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    try (ResultsFile results = ResultsFile.create(full)) {
      IOException failure = assertThrows(IOException.class, () -> results.add(SampleResults.run()));
      assertTrue(String.valueOf(failure.getMessage()).contains("cannot be written"));
    }
  }

  @Test
  void anotherFieldIsIgnored() throws Exception {
    Path file = written();
    Files.writeString(file, "{\"record\":\"run\"", StandardOpenOption.APPEND);
    String text = Files.readString(file).replace("\"run\":0", "\"later\":[1],\"run\":0");
    Files.writeString(file, text);
    assertEquals(List.of(A, B), ResultsFile.read(file).rows());
  }

  private static void assertFault(Executable action, String message) {
    ResultsFileException fault = assertThrows(ResultsFileException.class, action);
    String found = String.valueOf(fault.getMessage());
    assertTrue(found.contains(message), found);
  }
}
