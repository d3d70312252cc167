package dev.pointwise.cpu;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmOperand;

/**
 * One run of a layer's products: each chunk is filled with the bias, multiplied into, and finished
 * while it is still in cache. Sums go straight to the output where its type and orientation are
 * theirs, and to the thread's scratch memory else.
 */
final class Multiplier implements WorkerPool.Job {
  private final CpuPlan plan;
  private final Product product;
  private final Tiling tiling;
  private final LayerWeights weights;
  private final Epilogue epilogue;
  private final DType type;
  private final long[] inputs;
  private final long residual;
  private final long y;
  private final boolean direct;

  /**
   * A run.
   *
   * @param type the output's storage type
   * @param inputs address of the (staged) tensor of each branch
   * @param residual address of the residual's tensor, or 0
   * @param y address of the output tensor
   */
  Multiplier(
      CpuPlan plan,
      LayerWeights weights,
      Epilogue epilogue,
      DType type,
      long[] inputs,
      long residual,
      long y) {
    this.plan = plan;
    this.product = plan.product;
    this.tiling = plan.tiling;
    this.weights = weights;
    this.epilogue = epilogue;
    this.type = type;
    this.inputs = inputs;
    this.residual = residual;
    this.y = y;
    direct = type == DType.F32 && tiling.acrossChannels() != product.planarOutput();
  }

  /** A part of the output: some channels, counted within their group, at some pixels. */
  private record Chunk(long segment, int group, int channel, int channels, long pixel, int pixels) {
    int firstChannel() {
      return group + channel;
    }
  }

  @Override
  public void run(long index, Workspace workspace) {
    long segment = index / plan.chunksPerSegment;
    long block = index % plan.chunksPerSegment;
    // Channels first: a chunk's neighbours read the same pixels, which stay in cache.
    int channelBlocks = Math.ceilDiv(product.channels(), tiling.channels());
    int channel = (int) (block % channelBlocks) * tiling.channels();
    long pixel = block / channelBlocks * tiling.pixels();
    Chunk chunk =
        new Chunk(
            segment,
            product.firstChannel(segment),
            channel,
            Math.min(tiling.channels(), product.channels() - channel),
            pixel,
            (int) Math.min(tiling.pixels(), product.pixels() - pixel));
    Rows sums = sums(chunk, workspace);
    fill(chunk, sums);
    multiply(chunk, sums);
    finish(chunk, sums, workspace);
  }

  /** Where the chunk's sums go. */
  private Rows sums(Chunk chunk, Workspace workspace) {
    boolean across = tiling.acrossChannels();
    int count = across ? chunk.pixels : chunk.channels;
    int length = across ? chunk.channels : chunk.pixels;
    if (direct) {
      int pitch = (int) product.output().ld();
      return new Rows(address(y, product.output(), chunk), count, length, pitch, across);
    }
    long tile = workspace.tile((long) Float.BYTES * count * length);
    return new Rows(tile, count, length, length, across);
  }

  private long address(long tensor, GemmOperand operand, Chunk chunk) {
    return tensor
        + type.bytes() * product.outputAt(operand, chunk.segment, chunk.channel, chunk.pixel);
  }

  private void fill(Chunk chunk, Rows sums) {
    for (int row = 0; row < sums.count(); row++) {
      if (sums.acrossChannels()) {
        Bits.copy(weights.biasAddress(chunk.firstChannel()), sums.address(row), sums.length());
      } else {
        Bits.fill(sums.address(row), sums.length(), weights.bias(chunk.firstChannel() + row));
      }
    }
  }

  private void multiply(Chunk chunk, Rows sums) {
    for (int i = 0; i < inputs.length; i++) {
      multiply(chunk, sums, plan.branches.get(i), inputs[i]);
    }
  }

  private void multiply(Chunk chunk, Rows sums, Branch branch, long x) {
    int step = tiling.depth();
    Product read = branch.product();
    int lda = (int) read.input().ld();
    boolean planar = read.planarInput();
    long input = x + Float.BYTES * read.inputAt(chunk.segment, chunk.pixel);
    for (int depth = 0; depth < read.depth(); depth += step) {
      int k = Math.min(step, read.depth() - depth);
      long a = input + (long) Float.BYTES * depth * read.inputChannel();
      long w = weights.weight(chunk.firstChannel(), branch.column() + depth);
      if (sums.acrossChannels()) {
        int opA = planar ? OpenBlas.TRANSPOSED : OpenBlas.PLAIN;
        OpenBlas.multiplyAdd(
            opA,
            OpenBlas.PLAIN,
            sums.count(),
            sums.length(),
            k,
            a,
            lda,
            w,
            weights.pitch(),
            sums.start(),
            sums.pitch());
      } else {
        int opB = planar ? OpenBlas.PLAIN : OpenBlas.TRANSPOSED;
        OpenBlas.multiplyAdd(
            OpenBlas.TRANSPOSED,
            opB,
            sums.count(),
            sums.length(),
            k,
            w,
            weights.pitch(),
            a,
            lda,
            sums.start(),
            sums.pitch());
      }
    }
  }

  private void finish(Chunk chunk, Rows sums, Workspace workspace) {
    if (type != DType.F32) {
      round(chunk, sums, workspace);
      return;
    }
    Rows output = sums;
    if (!direct) {
      int pitch = (int) product.output().ld();
      long start = address(y, product.output(), chunk);
      output = sums.transposed(start, pitch);
      if (residual == 0) {
        epilogue.activate(workspace, sums, chunk.firstChannel());
      }
      OpenBlas.transpose(
          sums.count(), sums.length(), sums.start(), sums.pitch(), output.start(), output.pitch());
    }
    if (plan.residual != null) {
      add(
          output,
          new Rows(
              address(residual, plan.residual, chunk),
              output.count(),
              output.length(),
              (int) plan.residual.ld(),
              output.acrossChannels()));
    }
    if (direct || residual != 0) {
      epilogue.activate(workspace, output, chunk.firstChannel());
    }
  }

  private static void add(Rows output, Rows addend) {
    Rows to = output.joined();
    Rows from = addend.joined();
    if (to.count() != from.count()) {
      to = output;
      from = addend;
    }
    for (int row = 0; row < to.count(); row++) {
      OpenBlas.add(to.length(), from.address(row), to.address(row));
    }
  }

  /** Finishes sums of a 16-bit layer, whose rows are the output's. */
  private void round(Chunk chunk, Rows sums, Workspace workspace) {
    long output = address(y, product.output(), chunk);
    long pitch = type.bytes() * product.output().ld();
    long addend = plan.residual == null ? 0 : address(residual, plan.residual, chunk);
    long addendPitch = plan.residual == null ? 0 : type.bytes() * plan.residual.ld();
    for (int row = 0; row < sums.count(); row++) {
      int channel = chunk.firstChannel() + (sums.acrossChannels() ? 0 : row);
      epilogue.finish(
          workspace,
          new Epilogue.Line(
              sums.address(row),
              addend == 0 ? 0 : addend + row * addendPitch,
              output + row * pitch,
              type,
              channel,
              sums.acrossChannels()),
          sums.length());
    }
  }
}
