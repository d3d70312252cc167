package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.Fuse;
import dev.pointwise.results.Use;
import dev.pointwise.results.Work;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannedCaseTest {
  private static Network network(Suite suite, Precision precision) {
    return new Network(suite, OptionalInt.of(1), precision, Layout.NHWC);
  }

  private static Suite suite(String name, SuiteLayer... layers) {
    return new Suite(name, List.of(layers));
  }

  private static SuiteLayer layer(String name, String shape, String siblings) {
    return new SuiteLayer(name, 2, LayerShape.parse(shape), siblings);
  }

  private static List<String> keys(List<PlannedCase> planned) {
    return planned.stream().map(each -> each.benchCase().key().toString()).toList();
  }

  @Test
  void equalCasesAreOneWithAllTheirUses() {
    Suite one = suite("one", layer("a", "c4h2w2k4", ""), layer("b", "c4h2w2k4", ""));
    Suite two = suite("two", layer("c", "c4h2w2k4", ""));
    List<PlannedCase> planned =
        PlannedCase.of(
            List.of(network(one, Precision.F32), network(two, Precision.F32)),
            Set.of(Fuse.EPILOGUE));
    assertEquals(1, planned.size());
    assertEquals(
        List.of(
            new Use("one", 1, Fuse.EPILOGUE, "a", 2, 0, 2),
            new Use("one", 1, Fuse.EPILOGUE, "b", 2, 1, 2),
            new Use("two", 1, Fuse.EPILOGUE, "c", 2, 0, 1)),
        planned.getFirst().uses());
  }

  @Test
  void siblingsShareATagAnInputAndAStride() {
    Suite suite =
        suite(
            "s",
            layer("1x1", "c4h2w2k4+bias+relu", "in"),
            layer("alone", "c4h2w2k4", "in*"),
            layer("reduce", "c4h2w2k2+bias", "in"),
            layer("strided", "c4h2w2k8s2", "in"),
            layer("added", "c4h2w2k4+add", "in"),
            layer("pool", "c4h2w2k3", ""));
    List<PlannedCase> planned =
        PlannedCase.of(List.of(network(suite, Precision.F32)), Set.of(Fuse.SIBLINGS));
    assertEquals(
        List.of(
            "n1c4h2w2k4+bias+relu/k2+bias f32 nhwc siblings",
            "n1c4h2w2k4 f32 nhwc",
            "n1c4h2w2k8s2 f32 nhwc",
            "n1c4h2w2k4+add f32 nhwc",
            "n1c4h2w2k3 f32 nhwc"),
        keys(planned));
    assertEquals(
        List.of(new Use("s", 1, Fuse.SIBLINGS, "1x1 + reduce", 2, 0, 5)),
        planned.getFirst().uses());
    assertEquals(
        new Use("s", 1, Fuse.SIBLINGS, "alone", 2, 1, 5), planned.get(1).uses().getFirst());
    assertEquals(
        6, PlannedCase.of(List.of(network(suite, Precision.I8)), Set.of(Fuse.SIBLINGS)).size());
  }

  @Test
  void theProductAloneIsACaseOfItsOwn() {
    Suite suite = suite("s", layer("a", "c4h2w2k4+bias+add+relu", ""), layer("b", "c4h2w2k4", ""));
    assertEquals(
        List.of(
            "n1c4h2w2k4 f32 nhwc none", "n1c4h2w2k4+bias+add+relu f32 nhwc", "n1c4h2w2k4 f32 nhwc"),
        keys(
            PlannedCase.of(
                List.of(network(suite, Precision.F32)), Set.of(Fuse.EPILOGUE, Fuse.NONE))));
  }

  @Test
  void theDefaultSuitesMake64Cases() {
    List<Network> networks =
        Suites.defaults().stream().map(name -> network(Suites.get(name), Precision.F32)).toList();
    assertEquals(64, PlannedCase.of(networks, Set.of(Fuse.EPILOGUE)).size());
    assertTrue(PlannedCase.of(networks, Set.of(Fuse.SIBLINGS)).size() < 64);
  }

  @Test
  void siblingsReadTheirInputOnce() {
    SiblingCase both =
        new SiblingCase(SiblingCase.parse("n1c4h2w2k4+bias/k2+relu"), Precision.F16, Layout.NHWC);
    assertEquals(
        new Work(2.0 * 4 * 4 * 6, 2 * 16 + 2 * (16 + 8) + 4 * 4 + 2 * (16 + 8), 28), both.work());
    assertEquals(both.work().bytes(), both.deviceBytes());
    assertEquals("n1c4h2w2k4+bias/k2+relu", both.key().shape());
    assertEquals(
        List.of(
            "--shape",
            "n1c4h2w2k4+bias/k2+relu",
            "--dtype",
            "f16",
            "--layout",
            "nhwc",
            "--fuse",
            "siblings"),
        both.options());
  }

  @Test
  void aNetworkReadsEachInputOnceAndNothingInBetween() {
    Suite suite =
        new Suite(
            "n",
            List.of(
                new SuiteLayer("a", 1, LayerShape.parse("c4h2w2k4"), "in"),
                new SuiteLayer("b", 1, LayerShape.parse("c4h2w2k2s2"), "in"),
                new SuiteLayer("x.se_reduce", 1, LayerShape.parse("c8h1w1k4+relu"), ""),
                new SuiteLayer("x.se_expand", 1, LayerShape.parse("c4h1w1k8"), "")));
    Work work = new NetworkCase(network(suite, Precision.F32)).work();
    assertEquals(2 * (64 + 8 + 32 + 32), work.flops());
    assertEquals(4 * (16 + 16 + 16 + 8 + 2 + 8 + 32 + 32 + 8), work.bytes());
    assertEquals(16 + 8 + 32 + 32, work.parameters());
  }

  @Test
  void refusesWhatAreNoSiblings() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SiblingCase.parse("c4h2w2k4/c4h2w2k4"));
    assertEquals(
        "shape 'c4h2w2k4/c4h2w2k4' has the sibling 'c4h2w2k4', expected k and a number first",
        e.getMessage());
    List<LayerShape> different =
        List.of(LayerShape.parse("c4h2w2k4"), LayerShape.parse("c4h2w3k4"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SiblingCase(different, Precision.F32, Layout.NHWC));
  }
}
