package dev.pointwise.testing;

import dev.pointwise.backend.Leaks;
import dev.pointwise.backend.OpenResource;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails each test that leaves open what it opened, and each class that does, with the stacks of
 * where that was created. Applies to all tests, unless {@link LeavesOpen} says otherwise: it is
 * found as a service.
 */
public final class LeakCheck
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

  /** For threads that close what they used just after a test has seen its result. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Tests fail by what the log would tell of, or mean it, some of them thousands of times. */
  private static final Logger LOG = Logger.getLogger(Leaks.class.getName());

  static {
    LOG.setUseParentHandlers(false);
  }

  private static volatile Optional<Method> current = Optional.empty();

  /** The test method that is checked now. */
  static Optional<Method> current() {
    return current;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    remember(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    current = context.getTestMethod();
    remember(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check(context);
  }

  private static void remember(ExtensionContext context) {
    context.getStore(NAMESPACE).put(context.getUniqueId(), new HashSet<>(Leaks.open()));
  }

  private static void check(ExtensionContext context) {
    @SuppressWarnings("unchecked")
    Set<OpenResource> before = context.getStore(NAMESPACE).get(context.getUniqueId(), Set.class);
    boolean meant =
        AnnotationSupport.isAnnotated(context.getElement(), LeavesOpen.class)
            || AnnotationSupport.isAnnotated(context.getTestClass(), LeavesOpen.class);
    List<OpenResource> left = left(before, meant ? Duration.ZERO : GRACE);
    // Told once: whoever comes later knows of it.
    for (ExtensionContext each = context; each.getParent().isPresent(); ) {
      each = each.getParent().get();
      if (each.getStore(NAMESPACE).get(each.getUniqueId()) instanceof Set<?> known) {
        @SuppressWarnings("unchecked")
        Set<OpenResource> outer = (Set<OpenResource>) known;
        outer.addAll(left);
      }
    }
    if (!meant && !left.isEmpty()) {
      throw failure(left);
    }
  }

  /** What is open and was not before, once there is nothing of it or the time is up. */
  static List<OpenResource> left(Set<OpenResource> before, Duration grace) {
    Instant end = Instant.now().plus(grace);
    while (true) {
      List<OpenResource> left = new ArrayList<>(Leaks.open());
      left.removeAll(before);
      if (left.isEmpty() || Instant.now().isAfter(end)) {
        return left;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return left;
      }
    }
  }

  private static AssertionError failure(List<OpenResource> left) {
    AssertionError failure =
        new AssertionError(
            "left open: "
                + left.stream().map(OpenResource::toString).collect(Collectors.joining("; ")));
    for (OpenResource each : left) {
      if (each.created() != null) {
        failure.addSuppressed(each.created());
      }
    }
    return failure;
  }
}
