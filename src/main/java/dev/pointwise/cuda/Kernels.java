package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.spec.DType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/** The kernels of kernels.cu, loaded into one device. Thread-safe. */
final class Kernels implements AutoCloseable {
  /** Of a block, in every launch. */
  static final int THREADS = 256;

  private final CUmodule module;
  private final Map<DType, List<CUfunction>> epilogues = new EnumMap<>(DType.class);
  private final Map<DType, List<CUfunction>> gathers = new EnumMap<>(DType.class);
  private final Map<DType, List<CUfunction>> dequantizers = new EnumMap<>(DType.class);
  private final List<CUfunction> pads;

  /** Loads an image into the current context. */
  Kernels(byte[] image) {
    module = Driver.load(image);
    try {
      for (DType type : List.of(DType.F32, DType.F16, DType.BF16)) {
        String epilogue = "epilogue_" + type.name().toLowerCase(Locale.ROOT) + "_";
        epilogues.put(type, functions(epilogue + "1", epilogue + wide(type)));
        gathers.put(type, functions("gather_" + type.bytes()));
      }
      dequantizers.put(DType.E4M3, functions("dequantize_f32_1", "dequantize_f32_8"));
      dequantizers.put(DType.I8, functions("dequantize_s32_1", "dequantize_s32_8"));
      pads = functions("pad");
    } catch (Throwable failure) {
      Closing.close(this, failure);
      throw failure;
    }
  }

  /** Elements of the output that a thread takes at once, where alignment allows it. */
  static int wide(DType type) {
    return 16 / type.bytes();
  }

  private List<CUfunction> functions(String... names) {
    List<CUfunction> functions = new ArrayList<>();
    for (String name : names) {
      functions.add(Driver.function(module, name + "_32"));
      functions.add(Driver.function(module, name + "_64"));
    }
    return functions;
  }

  /** The epilogue for an output type; {@code wide} where all rows keep the wide alignment. */
  CUfunction epilogue(DType type, boolean wide, long elements) {
    return choose(epilogues, type, (wide ? 2 : 0) + indexBits(elements));
  }

  /** The epilogue of a layer quantized to that type, whose output is F16. */
  CUfunction dequantizer(DType quantized, boolean wide, long elements) {
    return choose(dequantizers, quantized, (wide ? 2 : 0) + indexBits(elements));
  }

  /** The copy of single bytes that fills pixels up with zeros. */
  CUfunction pad(long elements) {
    return pads.get(indexBits(elements));
  }

  /** The gather for an element type. */
  CUfunction gather(DType type, long elements) {
    return choose(gathers, type, indexBits(elements));
  }

  private static CUfunction choose(
      Map<DType, List<CUfunction>> functions, DType type, int variant) {
    List<CUfunction> variants = functions.get(type);
    if (variants == null) {
      throw new IllegalStateException("no kernels for " + type);
    }
    return variants.get(variant);
  }

  /** 0 for 32-bit indices, 1 for 64-bit ones; half the range is left for the step of the grid. */
  private static int indexBits(long elements) {
    return elements <= Integer.MAX_VALUE ? 0 : 1;
  }

  @Override
  public void close() {
    Driver.unload(module);
  }
}
