package dev.pointwise.cli;

import dev.pointwise.bench.Progress;
import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the error stream. */
final class ProgressLine implements Progress {
  private static final int WIDTH = 100;

  private final ProgressBar bar;

  private ProgressLine(int cases) {
    bar =
        new ProgressBarBuilder()
            .setTaskName("bench")
            .setInitialMax(cases)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
            .clearDisplayOnFinish()
            .build();
  }

  /** A bar if there is a terminal to show it, else lines now and then. */
  static Progress of(int cases, PrintWriter err) {
    return Terminal.onErrorStream()
        ? new ProgressLine(cases)
        : new ProgressLog(err, cases, System::nanoTime);
  }

  @Override
  public void begin(Object work) {
    bar.setExtraMessage(" " + work);
  }

  @Override
  public void end() {
    bar.step();
  }

  @Override
  public void close() {
    bar.close();
  }
}
