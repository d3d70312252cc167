package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.cuda.JcudaNatives.Native;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.Set;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.nvrtc.JNvrtc;
import org.junit.jupiter.api.Test;

/**
 * What is called is found in the class files, and leads to a function that JCuda's native calls.
 */
class CalledFunctionsTest {
  private final CalledFunctions called = new CalledFunctions();

  @Test
  void everyCallLeadsToAFunction() throws IOException {
    leads(JCublas2.class, Native.JCUBLAS2, "cublasGemmStridedBatchedEx_64_new");
    leads(JNvrtc.class, Native.JNVRTC, "nvrtcCompileProgram");
    leads(JCudaDriver.class, Native.JCUDA_DRIVER, "cuLaunchKernel");
  }

  private void leads(Class<?> binding, Native through, String one) throws IOException {
    NavigableSet<String> methods = called.through(binding);
    assertTrue(methods.contains(one), methods::toString);
    assertFalse(methods.contains("setExceptionsEnabled"), "is no call of the library");
    Set<String> undefined = ElfSymbols.undefined(JcudaNatives.original(through));
    for (String method : methods) {
      assertNotNull(CalledFunctions.symbol(method, undefined), method);
    }
  }

  @Test
  void findsWhatIsBoundByName() {
    assertTrue(called.named("cu").contains("cuMemPoolSetAttribute"));
  }

  @Test
  void prefersTheSecondVersion() {
    Set<String> undefined = Set.of("a", "a_v2", "a_v2_64", "b", "b_64", "dWithFlags");
    assertEquals("a_v2", CalledFunctions.symbol("a", undefined));
    assertEquals("a_v2_64", CalledFunctions.symbol("a_64_new", undefined));
    assertEquals("b_64", CalledFunctions.symbol("b_64_new", undefined));
    assertEquals("dWithFlags", CalledFunctions.symbol("d", undefined));
    assertEquals(null, CalledFunctions.symbol("c", undefined));
  }
}
