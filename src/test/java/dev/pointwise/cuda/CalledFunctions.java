package dev.pointwise.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The functions of CUDA's libraries that this package calls, as its class files have them: a list
 * kept by hand would fall behind.
 */
final class CalledFunctions {
  private final List<PoolEntry> constants = new ArrayList<>();

  CalledFunctions() {
    try {
      Path classes =
          Path.of(Nvrtc.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .resolve(Nvrtc.class.getPackageName().replace('.', '/'));
      try (DirectoryStream<Path> files = Files.newDirectoryStream(classes, "*.class")) {
        for (Path file : files) {
          ClassFile.of().parse(file).constantPool().forEach(constants::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The methods of one of JCuda's classes that are called and end in a native of the same name. */
  NavigableSet<String> through(Class<?> binding) {
    Set<String> natives =
        Arrays.stream(binding.getDeclaredMethods())
            .filter(method -> Modifier.isNative(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    String owner = binding.getName().replace('.', '/');
    NavigableSet<String> called = new TreeSet<>();
    for (PoolEntry each : constants) {
      if (each instanceof MethodRefEntry method
          && method.owner().asInternalName().equals(owner)
          && natives.contains(method.name().stringValue() + "Native")) {
        called.add(method.name().stringValue());
      }
    }
    return called;
  }

  /** The functions that are bound by name, without JCuda: the strings that start so. */
  NavigableSet<String> named(String prefix) {
    NavigableSet<String> names = new TreeSet<>();
    for (PoolEntry each : constants) {
      if (each instanceof StringEntry text
          && text.stringValue().matches(prefix + "[A-Z][A-Za-z0-9_]*")) {
        names.add(text.stringValue());
      }
    }
    return names;
  }

  /**
   * The function that JCuda's native calls for a method, or null if there is none of that name.
   *
   * @param method a Java method, which may end in {@code _new}
   * @param undefined the symbols that the native needs from elsewhere
   */
  static @Nullable String symbol(String method, Set<String> undefined) {
    String name = method.endsWith("_new") ? method.substring(0, method.length() - 4) : method;
    String second =
        name.endsWith("_64") ? name.substring(0, name.length() - 3) + "_v2_64" : name + "_v2";
    return Stream.of(second, name, name + "WithFlags")
        .filter(undefined::contains)
        .findFirst()
        .orElse(null);
  }
}
