package dev.pointwise.backend;

/** A recording that is refused once it, its backend, or anything that it uses is closed. */
final class OwnedRecording implements Recording {
  private final AbstractBackend owner;
  private final RecordedUses uses;
  private final Recording inner;
  private final Lifetime own;

  @SuppressWarnings("this-escape") // for identity alone
  OwnedRecording(AbstractBackend owner, RecordedUses uses, Recording inner) {
    this.owner = owner;
    this.uses = uses;
    this.inner = inner;
    this.own = new Lifetime(this, owner.lifetime(), "recording", null);
  }

  @Override
  public void replay() {
    Recorder.refuse("a replay");
    owner.lifetime().enter();
    try {
      own.enter();
      try {
        replayOpen();
      } finally {
        own.exit();
      }
    } finally {
      owner.lifetime().exit();
    }
  }

  private void replayOpen() {
    uses.enter();
    try {
      inner.replay();
    } finally {
      uses.exit();
    }
  }

  @Override
  public void close() {
    if (own.close()) {
      owner.free(inner::close);
    }
  }
}
