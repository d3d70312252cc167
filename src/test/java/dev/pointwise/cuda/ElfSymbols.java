package dev.pointwise.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The dynamic symbols of a shared library that it expects from others. */
final class ElfSymbols {
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int SECTION_HEADER = 64;
  private static final int SYMBOL = 24;

  private ElfSymbols() {}

  static NavigableSet<String> undefined(byte[] library) {
    ByteBuffer file = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    int sections = Math.toIntExact(file.getLong(0x28));
    NavigableSet<String> names = new TreeSet<>();
    for (int i = 0; i < Short.toUnsignedInt(file.getShort(0x3c)); i++) {
      int header = sections + i * SECTION_HEADER;
      if (file.getInt(header + 4) == DYNAMIC_SYMBOLS) {
        int strings = start(file, sections + file.getInt(header + 0x28) * SECTION_HEADER);
        int first = start(file, header);
        int end = first + Math.toIntExact(file.getLong(header + 0x20));
        for (int symbol = first; symbol < end; symbol += SYMBOL) {
          if (file.getShort(symbol + 6) == 0) {
            names.add(text(library, strings + file.getInt(symbol)));
          }
        }
      }
    }
    return names;
  }

  private static int start(ByteBuffer file, int header) {
    return Math.toIntExact(file.getLong(header + 0x18));
  }

  private static String text(byte[] file, int at) {
    int end = at;
    while (file[end] != 0) {
      end++;
    }
    return new String(file, at, end - at, StandardCharsets.US_ASCII);
  }
}
