package dev.pointwise.backend;

import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the tensors of all backends share: views, lifetimes and the checks of arguments. */
public abstract class AbstractTensor implements Tensor {
  private final AbstractBackend owner;
  private final TensorSpec spec;
  private final AbstractTensor root;
  private final @Nullable AbstractTensor parent;
  private final @Nullable Lifetime lifetime;
  private volatile boolean viewClosed;

  /** A tensor with memory of its own. */
  @SuppressWarnings("this-escape") // for identity alone
  protected AbstractTensor(AbstractBackend owner, TensorSpec spec) {
    this.owner = owner;
    this.spec = spec;
    this.root = this;
    this.parent = null;
    this.lifetime = new Lifetime(this, owner.lifetime(), "tensor", spec);
  }

  /** A view of {@code of}. */
  protected AbstractTensor(AbstractTensor of, TensorSpec spec) {
    this.owner = of.owner;
    this.spec = spec;
    this.root = of.root;
    this.parent = of;
    this.lifetime = null;
  }

  /** A view of this tensor's memory, from the first byte of the whole tensor on. */
  protected abstract AbstractTensor view(TensorSpec viewSpec);

  /** Replaces the view's elements by those of a compact tensor like it. */
  protected abstract void writeCompact(HostTensor host);

  /** Waits for the view's elements and copies them to a compact tensor like it. */
  protected abstract void readCompact(HostTensor host);

  /** Frees the memory; called once, on the tensor that is no view. */
  protected abstract void free();

  @Override
  public final TensorSpec spec() {
    return spec;
  }

  final AbstractBackend owner() {
    return owner;
  }

  @Override
  public final Backend backend() {
    return owner;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very same memory
  public final boolean overlaps(Tensor other) {
    return other instanceof AbstractTensor tensor
        && root == tensor.root
        && spec.overlaps(tensor.spec);
  }

  /** True if this view begins where {@code before}, a view of the same wider tensor, ends. */
  @SuppressWarnings("ReferenceEquality") // the very same memory
  final boolean follows(AbstractTensor before) {
    return root == before.root && spec.follows(before.spec);
  }

  /** Begins a use of the memory, ended by {@link #exit}. */
  final void enter() {
    Lifetime memory = Objects.requireNonNull(root.lifetime);
    memory.enter();
    if (parent != null) {
      try {
        checkView();
      } catch (IllegalStateException closed) {
        if (!Recorder.holds(this)) {
          memory.exit();
          throw closed;
        }
      }
      Recorder.entered(this);
    }
  }

  /** Refuses a view that is closed, or made of one that is. */
  final void checkView() {
    for (AbstractTensor view = this; view.parent != null; view = view.parent) {
      if (view.viewClosed) {
        throw new IllegalStateException("tensor " + view.spec + " is closed");
      }
    }
  }

  final void exit() {
    Objects.requireNonNull(root.lifetime).exit();
  }

  /** Begins a use of every tensor, ended by {@link #exitAll}; of none if one is closed. */
  static void enterAll(List<? extends AbstractTensor> tensors) {
    int entered = 0;
    try {
      for (; entered < tensors.size(); entered++) {
        tensors.get(entered).enter();
      }
    } catch (Throwable closed) {
      while (entered > 0) {
        entered--;
        tensors.get(entered).exit();
      }
      throw closed;
    }
  }

  static void exitAll(List<? extends AbstractTensor> tensors) {
    for (int i = 0; i < tensors.size(); i++) {
      tensors.get(i).exit();
    }
  }

  @Override
  public final AbstractTensor slice(int from, int count) {
    return openView(spec.slice(from, count));
  }

  @Override
  public final AbstractTensor reshaped(TensorSpec reshaped) {
    if (!spec.isCompact()) {
      throw new IllegalArgumentException(
          "tensor is " + spec + ", expected a whole tensor to reshape, not a slice");
    }
    if (!Objects.requireNonNull(reshaped, "spec").isCompact()) {
      throw new IllegalArgumentException(
          "spec is "
              + reshaped
              + ", expected a whole tensor: reshape to the wider one and slice it");
    }
    if (reshaped.storageBytes() > spec.storageBytes()) {
      throw new IllegalArgumentException(
          ("spec is " + reshaped + " with " + reshaped.storageBytes() + " bytes, expected at most ")
              + ("the " + spec.storageBytes() + " bytes of tensor " + spec));
    }
    return openView(reshaped);
  }

  private AbstractTensor openView(TensorSpec viewSpec) {
    enter();
    try {
      return view(viewSpec);
    } finally {
      exit();
    }
  }

  @Override
  public final void write(HostTensor host) {
    Recorder.refuse("a write");
    check(Objects.requireNonNull(host, "host").spec().compact());
    HostTensor compact = host.spec().isCompact() ? host : host.copy(spec.dtype(), spec.layout());
    whileOpen(
        "a write of ",
        () -> {
          writeCompact(compact);
          return compact;
        });
  }

  @Override
  public final void read(HostTensor host) {
    Recorder.refuse("a read");
    check(Objects.requireNonNull(host, "host").spec());
    whileOpen(
        "a read of ",
        () -> {
          readCompact(host);
          return host;
        });
  }

  @Override
  public final HostTensor download() {
    Recorder.refuse("a download");
    return whileOpen(
        "a download of ",
        () -> {
          HostTensor host = HostTensor.allocate(spec.compact());
          readCompact(host);
          return host;
        });
  }

  private void check(TensorSpec given) {
    if (!given.equals(spec.compact())) {
      throw new IllegalArgumentException(
          "host tensor is " + given + ", expected " + spec.compact());
    }
  }

  private HostTensor whileOpen(String what, Supplier<HostTensor> work) {
    owner.lifetime().enter();
    try {
      enter();
      try {
        return work.get();
      } catch (BackendException e) {
        throw e.in(what + spec);
      } finally {
        exit();
      }
    } finally {
      owner.lifetime().exit();
    }
  }

  @Override
  public final void close() {
    if (lifetime == null) {
      Recorder.refuse("closing a view");
      viewClosed = true;
    } else if (lifetime.close()) {
      owner.free(this::free);
    }
  }

  @Override
  public final String toString() {
    return "tensor " + spec + " of " + owner.info();
  }
}
