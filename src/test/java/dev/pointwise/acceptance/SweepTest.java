package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.bench.ShapeCsv;
import dev.pointwise.bench.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final Sweep ALL =
      Sweep.of(Options.parse(List.of("--out", "out"), Map.of(), Path.of("")));

  @TempDir private Path directory;

  private static List<LayerCase> cases(List<Sweep.Chunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> chunk.shapes().stream().map(chunk.setting()::of))
        .toList();
  }

  @Test
  void takesEveryShapeInEverySettingOnce() {
    assertEquals(178, ALL.shapes().size());
    assertEquals(178 * 4 * 2, ALL.cases());
    assertEquals(ALL.cases(), Targets.raceCases());
    List<LayerCase> cases = cases(ALL.chunks(12));
    assertEquals(ALL.cases(), cases.size());
    assertEquals(ALL.cases(), Set.copyOf(cases).size());
  }

  @Test
  void everyBeginningIsACrossSection() {
    List<LayerCase> some = cases(ALL.chunks(12).subList(0, 8));
    Map<Integer, Long> batches =
        some.stream()
            .collect(
                Collectors.groupingBy(each -> each.shape().input().n(), Collectors.counting()));
    assertEquals(Map.of(1, 24L, 8, 24L, 32, 24L, 128, 24L), batches);
    Set<Integer> extents =
        some.stream().map(each -> each.shape().input().h()).collect(Collectors.toSet());
    assertTrue(extents.containsAll(Set.of(1, 7, 14, 28, 56)), extents::toString);
  }

  @Test
  void spreadsWhateverThereIs() {
    List<Integer> all = IntStream.range(0, 100).boxed().toList();
    List<Integer> spread = Spread.of(all);
    assertEquals(all, spread.stream().sorted().toList());
    List<Integer> quarters =
        spread.subList(0, 12).stream().map(each -> each / 25).distinct().sorted().toList();
    assertEquals(List.of(0, 1, 2, 3), quarters);
  }

  @Test
  void writesShapesThatPointwiseReads() throws IOException {
    Sweep.Chunk chunk = ALL.chunks(200).getFirst();
    List<LayerShape> read =
        ShapeCsv.read(chunk.write(directory.resolve("all.csv"))).stream()
            .map(Suite::layers)
            .flatMap(List::stream)
            .map(layer -> layer.shape())
            .toList();
    assertEquals(chunk.shapes(), read);
  }

  @Test
  void leavesOutWhatWasDone() {
    Sweep.Chunk chunk = ALL.chunks(12).getFirst();
    LayerCase done = chunk.setting().of(chunk.shapes().get(3));
    assertEquals(11, chunk.without(Set.of(done)).shapes().size());
    assertEquals(List.of(), chunk.without(Set.copyOf(cases(List.of(chunk)))).shapes());
  }
}
