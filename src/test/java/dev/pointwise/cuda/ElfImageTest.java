package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The renaming of a needed library, on JCuda's real natives. */
class ElfImageTest {
  static byte[] image(String name) throws IOException {
    String resource = "/lib/lib" + name + "-12.6.0-linux-x86_64.so";
    try (InputStream in = Objects.requireNonNull(ElfImage.class.getResourceAsStream(resource))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({"JCublas2, libcublas.so.", "JNvrtc, libnvrtc.so."})
  void renamesTheNeededLibraryAndNothingElse(String name, String library) throws IOException {
    byte[] before = image(name);
    byte[] original = before.clone();
    byte[] after = new ElfImage(before).renameNeeded(library + 12, library + 13);
    assertArrayEquals(original, before, "the given image is left alone");
    assertEquals(before.length, after.length);
    ElfFile old = new ElfFile(before);
    ElfFile renamed = new ElfFile(after);
    assertTrue(old.needed().contains(library + 12), () -> old.needed().toString());
    assertEquals(
        old.needed().stream().map(each -> renamed(each, library)).toList(), renamed.needed());
    assertEquals(
        old.versions().stream()
            .map(
                each ->
                    each.file().equals(library + 12)
                        ? new ElfFile.Version(
                            library + 13,
                            renamed(each.name(), library),
                            ElfImage.hash(renamed(each.name(), library)))
                        : each)
            .toList(),
        renamed.versions());
    assertTrue(
        Set.of(".dynstr", ".gnu.version_r").containsAll(old.differences(after)),
        () -> old.differences(after).toString());
    assertFalse(renamed.needed().contains(library + 12));
    assertArrayEquals(
        before, new ElfImage(after).renameNeeded(library + 13, library + 12), "and back again");
  }

  private static String renamed(String name, String library) {
    return name.equals(library + 12) ? library + 13 : name;
  }

  @ParameterizedTest
  @CsvSource({"JCublas2", "JNvrtc"})
  void hashesAsTheLinkerDid(String name) throws IOException {
    List<ElfFile.Version> versions = new ElfFile(image(name)).versions();
    assertFalse(versions.isEmpty());
    for (ElfFile.Version each : versions) {
      assertEquals(each.hash(), ElfImage.hash(each.name()), each.name());
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    byte[] image = image("JNvrtc");
    Refusal.argument(() -> new ElfImage(new byte[0]), "no ELF file");
    Refusal.argument(() -> new ElfImage(Arrays.copyOf(image, 63)), "no ELF file");
    byte[] narrow = image.clone();
    narrow[4] = 1;
    Refusal.argument(() -> new ElfImage(narrow), "not 64-bit");
    Refusal.argument(() -> new ElfImage(Arrays.copyOf(image, image.length / 2)), "out of bounds");
    Refusal.argument(
        () -> new ElfImage(image).renameNeeded("libnvrtc.so.11", "libnvrtc.so.13"),
        "does not need libnvrtc.so.11");
    Refusal.argument(
        () -> new ElfImage(image).renameNeeded("libnvrtc.so.12", "libnvrtc.so.9"),
        "differ in length");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] image = image("JNvrtc");
    for (int length = 0; length < image.length; length += 97) {
      byte[] cut = Arrays.copyOf(image, length);
      Refusal.argument(
          () -> new ElfImage(cut).renameNeeded("libnvrtc.so.12", "libnvrtc.so.13"),
          "malformed library");
    }
  }

  @Test
  void damageIsRefusedOrHarmless() throws IOException {
    byte[] image = image("JNvrtc");
    // Where the structure is: the headers, the dynamic tables and the section headers.
    int[] tables = {0, 64, 0x1000, image.length - 64 * 40, image.length - 64 * 20};
    Random random = new Random(20260101);
    int refused = 0;
    int done = 0;
    for (int round = 0; round < 4000; round++) {
      byte[] damaged = image.clone();
      int base = tables[random.nextInt(tables.length)];
      for (int i = random.nextInt(8); i >= 0; i--) {
        int at =
            random.nextInt(4) == 0 ? random.nextInt(image.length) : base + random.nextInt(1280);
        damaged[Math.min(Math.max(at, 0), image.length - 1)] = (byte) random.nextInt(256);
      }
      if (assertTimeoutPreemptively(Duration.ofSeconds(5), () -> survives(damaged))) {
        done++;
      } else {
        refused++;
      }
    }
    assertTrue(refused > 100 && done > 100, refused + " refused, " + done + " renamed");
  }

  private static boolean survives(byte[] damaged) {
    try {
      byte[] renamed = new ElfImage(damaged).renameNeeded("libnvrtc.so.12", "libnvrtc.so.13");
      assertEquals(damaged.length, renamed.length);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void chainsWithoutEndEnd() throws IOException {
    byte[] image = image("JNvrtc");
    ByteBuffer fields = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    int table = fields.getInt(0x28);
    for (int i = 0; i < fields.getShort(0x3c); i++) {
      int header = table + 64 * i;
      if (fields.getInt(header + 4) == 0x6ffffffe) {
        // As many needed files as there are numbers, each the same again.
        fields.putInt(header + 0x2c, Integer.MAX_VALUE);
        int needs = fields.getInt(header + 0x18);
        fields.putShort(needs + 2, (short) -1).putInt(needs + 12, 0);
      }
    }
    assertTimeoutPreemptively(Duration.ofSeconds(1), () -> survives(image));
  }
}
