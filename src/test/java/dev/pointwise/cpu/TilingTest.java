package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.cpu.Tiling.Extents;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TilingTest {
  private static final int CASES = 5000;

  private static Extents extents(SplittableRandom random) {
    return new Extents(
        extent(random, 11),
        extent(random, 17),
        extent(random, 11),
        extent(random, 6),
        random.nextBoolean(),
        random.nextBoolean());
  }

  /** Small and large alike: from 1 to 2^bits. */
  private static int extent(SplittableRandom random, int bits) {
    return 1 + random.nextInt(1 << random.nextInt(bits + 1));
  }

  @ParameterizedTest
  @EnumSource(CoreClass.class)
  void coversTheOutputWithoutEmptyChunks(CoreClass core) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < CASES; i++) {
      Extents extents = extents(random);
      Tiling tiling = Tiling.of(extents, core, 1 + random.nextInt(8));
      String message = tiling + " for " + extents;
      assertTrue(tiling.channels() >= 1 && tiling.channels() <= extents.channels(), message);
      assertTrue(tiling.pixels() >= 1 && tiling.pixels() <= extents.pixels(), message);
      assertTrue(tiling.depth() >= 1 && tiling.depth() <= extents.depth(), message);
      long blocks = 0;
      for (long channel = 0; channel < extents.channels(); channel += tiling.channels()) {
        for (long pixel = 0; pixel < extents.pixels(); pixel += tiling.pixels()) {
          blocks++;
        }
      }
      assertEquals(blocks, tiling.chunks(extents), message);
    }
  }

  @ParameterizedTest
  @EnumSource(CoreClass.class)
  void turnsNoRowsThatCannotBeTransposed(CoreClass core) {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < CASES; i++) {
      Extents extents = extents(random);
      if (!extents.mayTranspose()) {
        assertEquals(
            !extents.planarOutput(),
            Tiling.of(extents, core, 2).acrossChannels(),
            extents::toString);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CoreClass.class)
  void leavesSmallLayersToTheCaller(CoreClass core) {
    assertTrue(Tiling.of(new Extents(16, 16, 16, 1, true, true), core, 4).alone());
    assertFalse(Tiling.of(new Extents(256, 3136, 64, 1, true, true), core, 4).alone());
    assertTrue(Tiling.of(new Extents(256, 3136, 64, 1, true, true), core, 1).alone());
  }

  @Test
  void keepsProductsSmallWhereSmallOnesAreFast() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < CASES; i++) {
      Extents extents = extents(random);
      Tiling tiling = Tiling.of(extents, CoreClass.UNPACKED, 2);
      long work = (long) tiling.channels() * tiling.pixels() * tiling.depth();
      assertTrue(work <= CoreClass.SMALL, () -> tiling + " for " + extents);
    }
  }
}
