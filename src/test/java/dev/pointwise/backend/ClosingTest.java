package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> closed = new ArrayList<>();

  private AutoCloseable named(String name) {
    return () -> closed.add(name);
  }

  private static AutoCloseable failing(Throwable failure) {
    return () -> {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    };
  }

  @Test
  void closesAllInOrder() {
    Closing.closeAll(named("a"), null, named("b"));
    assertEquals(List.of("a", "b"), closed);
  }

  @Test
  void goesOnAfterAFailureAndKeepsTheLaterOnes() {
    RuntimeException first = new BackendException("first");
    IOException second = new IOException("second");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () -> Closing.closeAll(failing(first), named("a"), failing(second), named("b")));
    assertSame(first, thrown);
    assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
    assertEquals(List.of("a", "b"), closed);
  }

  @Test
  void goesOnAfterAnError() {
    Error error = new StackOverflowError();
    Error thrown =
        assertThrows(StackOverflowError.class, () -> Closing.closeAll(failing(error), named("a")));
    assertSame(error, thrown);
    assertEquals(List.of("a"), closed);
  }

  @Test
  void survivesAFailureThatIsThrownTwice() {
    RuntimeException sticky = new BackendException("sticky");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () -> Closing.closeAll(failing(sticky), failing(sticky), named("a")));
    assertSame(sticky, thrown);
    assertEquals(List.of("a"), closed);
  }

  @Test
  void wrapsACheckedFailure() {
    IOException cause = new IOException("no");
    BackendException thrown =
        assertThrows(BackendException.class, () -> Closing.closeAll(failing(cause)));
    assertSame(cause, thrown.getCause());
  }

  @Test
  void addsToAFailureUnderWay() {
    Exception failure = new Exception("under way");
    Exception later = new IOException("later");
    Closing.close(failing(later), failure);
    Closing.close(failing(failure), failure);
    Closing.close(named("a"), failure);
    assertArrayEquals(new Throwable[] {later}, failure.getSuppressed());
    assertEquals(List.of("a"), closed);
  }
}
