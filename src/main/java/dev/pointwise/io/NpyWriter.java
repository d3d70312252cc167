package dev.pointwise.io;

import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.HostTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code .npy} files: {@code <f4}, C order, version 1.0, whole or not at all. */
public final class NpyWriter {
  private static final int CHUNK = 1 << 16;

  private NpyWriter() {}

  /**
   * Writes a tensor, its axes in the order of its layout.
   *
   * @throws IOException if it cannot be written; a file that was there before is untouched then
   */
  public static void write(Path file, HostTensor tensor) throws IOException {
    write(
        file,
        new NpyArray(extents(tensor.spec().shape(), tensor.spec().layout()), tensor.toArray()));
  }

  /**
   * Writes an array.
   *
   * @throws IOException if it cannot be written; a file that was there before is untouched then
   */
  public static void write(Path file, NpyArray array) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          out.write(new NpyHeader(NpyType.F4, array.shape()).encode());
          values(out, array.values());
        });
  }

  private static List<Long> extents(Shape shape, Layout layout) {
    long n = shape.n();
    long c = shape.c();
    long h = shape.h();
    long w = shape.w();
    return layout == Layout.NCHW ? List.of(n, c, h, w) : List.of(n, h, w, c);
  }

  private static void values(OutputStream out, float[] values) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int perChunk = CHUNK / Float.BYTES;
    for (int at = 0; at < values.length; at += perChunk) {
      int count = Math.min(perChunk, values.length - at);
      chunk.clear().asFloatBuffer().put(values, at, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }
}
