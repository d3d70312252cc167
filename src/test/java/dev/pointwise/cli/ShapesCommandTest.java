package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.bench.Suites;
import org.junit.jupiter.api.Test;

class ShapesCommandTest {
  @Test
  void listsEverySuite() {
    String out = Cli.run("shapes", "list").ok().out();
    assertEquals(1 + Suites.names().size(), out.lines().count());
    assertTrue(
        out.lines().anyMatch(line -> line.matches("resnet50 +16 +36 +16 +2.12 G +\\d+.*M")), out);
  }

  @Test
  void showsASuiteInTheGrammarOfShape() {
    String out = Cli.run("shapes", "show", "resnet50").ok().out();
    assertEquals(19, out.lines().count());
    assertTrue(out.contains(" n1c64h56w56k64+bias+relu "), out);
    assertTrue(out.lines().allMatch(line -> line.length() <= 100), out);
  }

  @Test
  void refusesAnUnknownSuite() {
    Cli.run("shapes", "show", "resnet").failed(2, "'resnet'", "googlenet, nin-imagenet");
    Cli.run("shapes", "show").failed(2, "SUITE");
  }
}
