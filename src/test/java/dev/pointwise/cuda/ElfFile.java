package dev.pointwise.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** A well-formed shared library, read by the names of its sections. */
final class ElfFile {
  /**
   * A version that it needs.
   *
   * @param file the library
   * @param name the version
   * @param hash its hash, as stored
   */
  record Version(String file, String name, int hash) {}

  private record Section(String name, int start, int length) {}

  private final ByteBuffer bytes;
  private final List<Section> sections = new ArrayList<>();

  ElfFile(byte[] image) {
    bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    int table = (int) bytes.getLong(0x28);
    int names = (int) bytes.getLong(table + 64 * bytes.getShort(0x3e) + 0x18);
    for (int i = 0; i < bytes.getShort(0x3c); i++) {
      int header = table + 64 * i;
      sections.add(
          new Section(
              text(names + bytes.getInt(header)),
              (int) bytes.getLong(header + 0x18),
              (int) bytes.getLong(header + 0x20)));
    }
  }

  private String text(int at) {
    int end = at;
    while (bytes.get(end) != 0) {
      end++;
    }
    return new String(bytes.array(), at, end - at, StandardCharsets.US_ASCII);
  }

  private Section section(String name) {
    return sections.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(name));
  }

  private String string(int offset) {
    return text(section(".dynstr").start() + offset);
  }

  List<String> needed() {
    List<String> needed = new ArrayList<>();
    Section dynamic = section(".dynamic");
    for (int at = dynamic.start(); at < dynamic.start() + dynamic.length(); at += 16) {
      if (bytes.getLong(at) == 1) {
        needed.add(string((int) bytes.getLong(at + 8)));
      }
    }
    return needed;
  }

  List<Version> versions() {
    List<Version> versions = new ArrayList<>();
    int file = section(".gnu.version_r").start();
    for (int next = -1; next != 0; file += next) {
      int version = file + bytes.getInt(file + 8);
      for (int i = 0; i < bytes.getShort(file + 2); i++) {
        versions.add(
            new Version(
                string(bytes.getInt(file + 4)),
                string(bytes.getInt(version + 8)),
                bytes.getInt(version)));
        version += bytes.getInt(version + 12);
      }
      next = bytes.getInt(file + 12);
    }
    return versions;
  }

  /** The names of the sections in which the other image differs; "" for what is in none. */
  Set<String> differences(byte[] other) {
    Set<String> differing = new HashSet<>();
    for (int i = 0; i < other.length; i++) {
      if (bytes.get(i) != other[i]) {
        int at = i;
        differing.add(
            sections.stream()
                .filter(each -> at >= each.start() && at < each.start() + each.length())
                .map(Section::name)
                .findFirst()
                .orElse(""));
      }
    }
    return differing;
  }
}
