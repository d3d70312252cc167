package dev.pointwise.cuda;

import dev.pointwise.cuda.JcudaNatives.Native;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.nvrtc.JNvrtc;

/**
 * Checks what can be checked of NVIDIA's own libraries without a GPU and its driver: that JCuda's
 * natives load on them, that every function called is there, that cuBLASLt's descriptors take the
 * attributes that are set, and that the kernels compile without spilling registers. The entry point
 * of scripts/check-cuda-libraries; prints Markdown.
 */
final class RealLibrariesCheck {
  private final List<String> faults = new ArrayList<>();
  private final CalledFunctions called = new CalledFunctions();
  private final LibrarySet libraries;

  private RealLibrariesCheck(LibrarySet libraries) {
    this.libraries = libraries;
  }

  public static void main(String[] args) throws IOException {
    LibrarySearch search = LibrarySearch.run(CudaRuntime.explicit(), System.getenv());
    LibrarySet found = search.result();
    List<String> faults =
        found == null ? List.of(search.missing()) : new RealLibrariesCheck(found).run();
    faults.forEach(fault -> System.err.println("check-cuda-libraries: " + fault));
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private List<String> run() throws IOException {
    Map<String, String> files = CudaLibraries.open(libraries);
    JcudaNatives.load(libraries.major(), EnumSet.of(Native.JCUBLAS2, Native.JNVRTC));
    System.out.println(String.join(", ", files.keySet()));
    versions();

    System.out.println("\n| function | in | there |\n|---|---|---|");
    functions(JCublas2.class, Native.JCUBLAS2, libraries.cublas());
    resolve(called.named("cublasLt"), libraries.cublasLt());
    functions(JNvrtc.class, Native.JNVRTC, libraries.nvrtc());
    System.out.println();
    everything(Native.JCUBLAS2, "cublas", libraries.cublas());
    everything(Native.JNVRTC, "nvrtc", libraries.nvrtc());
    System.out.printf(
        "Of the driver's functions, %d are called through JCuda: not checked, libcuda comes with"
            + " the driver.%n",
        called.through(JCudaDriver.class).size());
    cublas();
    System.out.println();
    faults.addAll(new LtAttributeCheck(symbols(libraries.cublasLt())).run(System.out));

    System.out.println();
    KernelTable kernels = new KernelTable(KernelImage.source());
    kernels.compile();
    kernels.print(System.out);
    faults.addAll(kernels.faults());
    return faults;
  }

  @SuppressWarnings("restricted") // size_t cublasLtGetVersion(void)
  private void versions() {
    MethodHandle lt =
        Linker.nativeLinker()
            .downcallHandle(
                symbols(libraries.cublasLt()).findOrThrow("cublasLtGetVersion"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG));
    int[] nvrtc = Nvrtc.version();
    try {
      long version = (long) lt.invokeExact();
      System.out.printf("cuBLASLt %d, NVRTC %d.%d%n", version, nvrtc[0], nvrtc[1]);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** What is called through a class of JCuda. */
  private void functions(Class<?> binding, Native through, Path library) throws IOException {
    NavigableSet<String> undefined = ElfSymbols.undefined(JcudaNatives.original(through));
    NavigableSet<String> symbols = new TreeSet<>();
    for (String method : called.through(binding)) {
      String symbol = CalledFunctions.symbol(method, undefined);
      if (symbol == null) {
        faults.add(binding.getSimpleName() + "." + method + " leads to no function of its name");
      } else {
        symbols.add(symbol);
      }
    }
    resolve(symbols, library);
  }

  private void resolve(NavigableSet<String> functions, Path library) {
    SymbolLookup symbols = symbols(library);
    for (String function : functions) {
      boolean there = symbols.find(function).isPresent();
      System.out.printf(
          "| `%s` | %s | %s |%n", function, library.getFileName(), there ? "yes" : "**no**");
      if (!there) {
        faults.add(library.getFileName() + " has no " + function);
      }
    }
  }

  /** Whatever one of JCuda's natives refers to, called by us or not. */
  private void everything(Native each, String prefix, Path library) throws IOException {
    SymbolLookup symbols = symbols(library);
    List<String> needed =
        ElfSymbols.undefined(JcudaNatives.original(each)).stream()
            .filter(name -> name.startsWith(prefix))
            .toList();
    List<String> missing = needed.stream().filter(name -> symbols.find(name).isEmpty()).toList();
    System.out.printf(
        "%s loads, and refers to %d functions of %s, of which %d are not there%s%n",
        each.name,
        needed.size(),
        library.getFileName(),
        missing.size(),
        missing.isEmpty() ? "." : ", first " + missing.get(0) + ".");
  }

  /** One call all the way into cuBLAS; without a driver it can but refuse. */
  private static void cublas() {
    cublasHandle handle = new cublasHandle();
    int status = JCublas2.cublasCreate(handle);
    System.out.printf("cublasCreate on this machine: %s.%n", cublasStatus.stringFor(status));
    if (status == cublasStatus.CUBLAS_STATUS_SUCCESS) {
      JCublas2.cublasDestroy(handle);
    }
  }

  @SuppressWarnings("restricted") // the libraries that this is about
  private static SymbolLookup symbols(Path library) {
    return SymbolLookup.libraryLookup(library, Arena.global());
  }
}
