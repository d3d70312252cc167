package dev.pointwise.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A 64-bit little-endian ELF shared object, as far as it names the libraries that it needs: the
 * dynamic string table and the version needs. Nothing else of it is ever changed.
 *
 * <p>Field offsets are those of the System V ABI ({@code Elf64_Ehdr}, {@code Elf64_Shdr}, {@code
 * Elf64_Dyn}) and of the Linux Standard Base ({@code Elfxx_Verneed}, {@code Elfxx_Vernaux}).
 */
final class ElfImage {
  private static final int SECTION_HEADER = 64;
  private static final int DYNAMIC = 6;
  private static final int VERSION_NEEDS = 0x6ffffffe;
  private static final int DYNAMIC_ENTRY = 16;
  private static final long NEEDED = 1;

  private final ByteBuffer bytes;
  private final int sections;
  private final int sectionCount;

  /**
   * Reads the headers of a copy of {@code image}.
   *
   * @throws IllegalArgumentException if it is no such file
   */
  ElfImage(byte[] image) {
    bytes = ByteBuffer.wrap(image.clone()).order(ByteOrder.LITTLE_ENDIAN);
    require(image.length >= 64 && bytes.getInt(0) == 0x464c457f, "no ELF file");
    require(bytes.get(4) == 2 && bytes.get(5) == 1, "not 64-bit little-endian");
    sections = toInt(bytes.getLong(0x28), image.length);
    sectionCount = Short.toUnsignedInt(bytes.getShort(0x3c));
    require(
        Short.toUnsignedInt(bytes.getShort(0x3a)) == SECTION_HEADER
            && sections + (long) sectionCount * SECTION_HEADER <= image.length,
        "section headers out of bounds");
  }

  private record Section(int start, int length, int link, int info) {
    int end() {
      return start + length;
    }
  }

  private Section section(int index) {
    require(index >= 0 && index < sectionCount, "no section " + index);
    int header = sections + index * SECTION_HEADER;
    int start = toInt(bytes.getLong(header + 0x18), bytes.capacity());
    int length = toInt(bytes.getLong(header + 0x20), bytes.capacity() - start);
    return new Section(start, length, bytes.getInt(header + 0x28), bytes.getInt(header + 0x2c));
  }

  private Section sectionOfType(int type) {
    for (int i = 0; i < sectionCount; i++) {
      if (bytes.getInt(sections + i * SECTION_HEADER + 4) == type) {
        return section(i);
      }
    }
    throw new IllegalArgumentException("malformed library: no section of type " + type);
  }

  /**
   * The image that needs {@code to} wherever this one needs {@code from}: library and version node
   * alike. The names have the same length.
   *
   * @throws IllegalArgumentException if the image does not need {@code from}
   */
  byte[] renameNeeded(String from, String to) {
    require(from.length() == to.length(), "the names " + from + " and " + to + " differ in length");
    Set<Integer> strings = new HashSet<>();
    Section dynamic = sectionOfType(DYNAMIC);
    Section names = section(dynamic.link());
    for (int at = dynamic.start(); at + DYNAMIC_ENTRY <= dynamic.end(); at += DYNAMIC_ENTRY) {
      if (bytes.getLong(at) == NEEDED) {
        collect(names, bytes.getLong(at + 8), from, strings);
      }
    }
    require(!strings.isEmpty(), "it does not need " + from);
    Section needs = sectionOfType(VERSION_NEEDS);
    renameVersions(needs, section(needs.link()), from, to, strings);
    byte[] replacement = to.getBytes(StandardCharsets.US_ASCII);
    for (int at : strings) {
      bytes.put(at, replacement);
    }
    return bytes.array();
  }

  /** Walks the chain of needed files and each one's chain of versions; a step of 0 ends either. */
  private void renameVersions(
      Section needs, Section names, String from, String to, Set<Integer> strings) {
    int need = needs.start();
    for (int i = 0; i < needs.info(); i++) {
      require(need + 16 <= needs.end(), "version needs out of bounds");
      collect(names, Integer.toUnsignedLong(bytes.getInt(need + 4)), from, strings);
      int version = need + step(needs, bytes.getInt(need + 8));
      int count = Short.toUnsignedInt(bytes.getShort(need + 2));
      for (int j = 0; j < count; j++) {
        require(version + 16 <= needs.end(), "version need out of bounds");
        if (collect(names, Integer.toUnsignedLong(bytes.getInt(version + 8)), from, strings)) {
          bytes.putInt(version, hash(to));
        }
        int next = step(needs, bytes.getInt(version + 12));
        if (next == 0) {
          break;
        }
        version += next;
      }
      int next = step(needs, bytes.getInt(need + 12));
      if (next == 0) {
        break;
      }
      need += next;
    }
  }

  private static int step(Section section, int offset) {
    require(offset >= 0 && offset <= section.length(), "version needs out of bounds");
    return offset;
  }

  /** Adds where the string at {@code offset} of the table lies, if it is {@code text}. */
  private boolean collect(Section table, long offset, String text, Set<Integer> found) {
    byte[] wanted = (text + '\0').getBytes(StandardCharsets.US_ASCII);
    if (offset < 0 || offset + wanted.length > table.length()) {
      return false;
    }
    int at = table.start() + (int) offset;
    boolean equal = Arrays.equals(bytes.array(), at, at + wanted.length, wanted, 0, wanted.length);
    if (equal) {
      found.add(at);
    }
    return equal;
  }

  /** The System V hash of a name, by which the dynamic linker compares versions. */
  static int hash(String name) {
    int hash = 0;
    for (byte letter : name.getBytes(StandardCharsets.US_ASCII)) {
      hash = (hash << 4) + letter;
      int high = hash & 0xf0000000;
      hash = (hash ^ (high >>> 24)) & ~high;
    }
    return hash;
  }

  private static int toInt(long value, int most) {
    require(value >= 0 && value <= most, "offset " + value + " out of bounds");
    return (int) value;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("malformed library: " + what);
    }
  }
}
