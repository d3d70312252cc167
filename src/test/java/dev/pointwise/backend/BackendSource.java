package dev.pointwise.backend;

/** Where the tests of a contract take their backend from. */
interface BackendSource {
  /** The backend that the tests share. */
  Backend backend();

  /** Another backend of the same kind; the caller closes it. */
  Backend open();
}
