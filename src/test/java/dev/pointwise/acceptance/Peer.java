package dev.pointwise.acceptance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who else computes a layer. */
enum Peer {
  CUBLAS_LT("cuBLASLt in C++", true, "cublasLtMatmul"),
  CUDNN_EAGER("cuDNN eager", true, "conv2d"),
  CUDNN_FUSED("cuDNN fused", true, "cudnn_fused"),
  COMPILED("torch.compile", true, "compile,compile_graphs"),
  ADDMM("torch addmm", false, "addmm");

  private final String title;
  private final boolean required;
  private final String names;

  Peer(String title, boolean required, String names) {
    this.title = title;
    this.required = required;
    this.names = names;
  }

  /** The peer that a line of figures names so. */
  static Optional<Peer> named(String name) {
    return Stream.of(values())
        .filter(peer -> List.of(peer.names.split(",", -1)).contains(name))
        .findFirst();
  }

  /** Whether a comparison with every peer needs it. */
  boolean required() {
    return required;
  }

  @Override
  public String toString() {
    return title;
  }
}
