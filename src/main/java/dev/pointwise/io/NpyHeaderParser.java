package dev.pointwise.io;

import dev.pointwise.spec.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header's Python literal: a dict with exactly the keys {@code descr}, {@code
 * fortran_order} and {@code shape}, each once, in any order. Nothing is evaluated.
 */
final class NpyHeaderParser {
  private static final String DICT =
      "a literal dict of exactly 'descr', 'fortran_order' and 'shape'";

  /** As many as NumPy has. */
  private static final int MOST_AXES = 64;

  private final String text;
  private int at;
  private @Nullable String descr;
  private @Nullable Boolean fortranOrder;
  private @Nullable List<Long> shape;

  private NpyHeaderParser(String text) {
    this.text = text;
  }

  static NpyHeader parse(String text) throws HeaderException {
    return new NpyHeaderParser(text).dict();
  }

  private NpyHeader dict() throws HeaderException {
    require('{');
    while (!accept('}')) {
      entry();
      if (!accept(',')) {
        require('}');
        break;
      }
    }
    if (peek() != 0) {
      throw malformed();
    }
    if (descr == null || fortranOrder == null || shape == null) {
      throw new HeaderException("header " + Printable.quote(text.strip()), DICT);
    }
    NpyType type = NpyType.parse(descr);
    if (fortranOrder) {
      throw new HeaderException("Fortran order", "C order ('fortran_order': False)");
    }
    return new NpyHeader(type, shape);
  }

  private void entry() throws HeaderException {
    String key = string();
    require(':');
    switch (key) {
      case "descr" -> descr = once(descr, descr());
      case "fortran_order" -> fortranOrder = once(fortranOrder, bool());
      case "shape" -> shape = once(shape, tuple());
      default -> throw new HeaderException("header key " + Printable.quote(key), DICT);
    }
  }

  private <T> T once(@Nullable T before, T value) throws HeaderException {
    if (before != null) {
      throw new HeaderException("a header key twice", DICT);
    }
    return value;
  }

  private String descr() throws HeaderException {
    if (peek() == '[') {
      throw new HeaderException("a structured type", NpyType.names());
    }
    return string();
  }

  private boolean bool() throws HeaderException {
    peek();
    for (String word : new String[] {"True", "False"}) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw malformed();
  }

  private List<Long> tuple() throws HeaderException {
    List<Long> extents = new ArrayList<>();
    require('(');
    boolean comma = true;
    while (!accept(')')) {
      if (!comma) {
        throw malformed();
      }
      if (extents.size() == MOST_AXES) {
        throw new HeaderException("more than " + MOST_AXES + " axes", "at most " + MOST_AXES);
      }
      extents.add(extent());
      comma = accept(',');
    }
    if (extents.size() == 1 && !comma) {
      throw malformed();
    }
    return List.copyOf(extents);
  }

  private long extent() throws HeaderException {
    if (peek() == '-') {
      throw new HeaderException("a negative extent", "extents of at least 0");
    }
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
    try {
      return Long.parseLong(text, start, at, 10);
    } catch (NumberFormatException e) {
      throw new HeaderException(
          "extent " + Printable.quote(text.substring(start, at)), "extents below 2^63");
    }
  }

  private String string() throws HeaderException {
    char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw malformed();
    }
    int end = text.indexOf(quote, at + 1);
    String value = end < 0 ? "\\" : text.substring(at + 1, end);
    if (value.indexOf('\\') >= 0) {
      throw malformed();
    }
    at = end + 1;
    return value;
  }

  /** The next character that is not white space, or 0 at the end. */
  private char peek() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean accept(char expected) {
    boolean there = peek() == expected;
    at += there ? 1 : 0;
    return there;
  }

  private void require(char expected) throws HeaderException {
    if (!accept(expected)) {
      throw malformed();
    }
  }

  private HeaderException malformed() {
    String where = at < text.length() ? Printable.quote(text.substring(at)) : "the header's end";
    return new HeaderException("header with " + where + " at character " + at, DICT);
  }
}
