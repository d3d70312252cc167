// The kernels behind and before a GEMM. Compiled at run time; nothing is included, because runtime images
// carry no CUDA headers. Every kernel takes one struct by value; KernelParams.java writes the same fields.

#ifndef POINTWISE_STANDIN
__device__ __forceinline__ float half_to_float(unsigned short h) {
    float f;
    asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(h));
    return f;
}

__device__ __forceinline__ unsigned short float_to_half(float f) {
    unsigned short h;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h) : "f"(f));
    return h;
}

__device__ __forceinline__ float bfloat16_to_float(unsigned short b) {
    return __uint_as_float((unsigned)b << 16);
}

// To nearest, ties to even; in integers, since sm_75 has no instruction for it.
__device__ __forceinline__ unsigned short float_to_bfloat16(float f) {
    unsigned bits = __float_as_uint(f);
    if (f != f) {
        return (unsigned short)((bits >> 16) | 0x40);
    }
    return (unsigned short)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}
#endif

struct F32 {
    typedef float Bits;
    static __device__ __forceinline__ float load(float v) { return v; }
    static __device__ __forceinline__ float store(float v) { return v; }
};

struct F16 {
    typedef unsigned short Bits;
    static __device__ __forceinline__ float load(unsigned short v) { return half_to_float(v); }
    static __device__ __forceinline__ unsigned short store(float v) { return float_to_half(v); }
};

struct BF16 {
    typedef unsigned short Bits;
    static __device__ __forceinline__ float load(unsigned short v) { return bfloat16_to_float(v); }
    static __device__ __forceinline__ unsigned short store(float v) { return float_to_bfloat16(v); }
};

// V elements that move as one transfer of at most 16 bytes each.
template <typename T, int V>
struct __align__(sizeof(T) * V > 16 ? 16 : sizeof(T) * V) Pack {
    T v[V];
};

// A row is an image in NCHW (C·HW elements; a channel is HW of them) and a pixel in NHWC (C elements; a channel
// is one). The product, the residual and the output have the same rows, at pitches of their own.
struct Epilogue {
    const void* product;
    const void* residual;  // or null
    void* output;
    const float* bias;   // or null
    const float* slope;  // of PReLU, else null
    const float* scale;  // of a quantized layer's product, else not read
    long long rows;
    long long length;          // elements of a row
    long long channel_length;  // elements of a channel within a row
    long long product_pitch;
    long long residual_pitch;
    long long output_pitch;
    int activation;  // see ActivationCode.java
    float alpha;
    float beta;
};

__device__ __forceinline__ float sigmoid(float x) {
    return 1.0f / (1.0f + expf(-x));
}

__device__ __forceinline__ float softplus(float x) {
    return (x > 0.0f ? x : 0.0f) + log1pf(expf(-fabsf(x)));
}

// Comparisons are written so that NaN falls through unchanged. The product forms have the limit 0 at -inf.
__device__ __forceinline__ float activate(float x, int kind, float alpha, float beta, float slope) {
    const float minus_infinity = -1.0f / 0.0f;
    switch (kind) {
        case 1:
            return x < 0.0f ? 0.0f : x;
        case 2:
            return x < 0.0f ? 0.0f : x > 6.0f ? 6.0f : x;
        case 3:
            return x < 0.0f ? alpha * x : x;
        case 4:
            return x < 0.0f ? slope * x : x;
        case 5:
            return x < 0.0f ? alpha * expm1f(x) : x;
        case 6:
            return sigmoid(x);
        case 7:
            return tanhf(x);
        case 8:
            return x == minus_infinity ? 0.0f : x * sigmoid(x);
        case 9:
            return x == minus_infinity ? 0.0f : 0.5f * x * erfcf(-0.70710678118654752f * x);
        case 10: {
            float cube = 0.79788456080286536f * (x + 0.044715f * x * x * x);
            return x == minus_infinity ? 0.0f : x * sigmoid(2.0f * cube);
        }
        case 11: {
            float y = 0.2f * x + 0.5f;
            return y < 0.0f ? 0.0f : y > 1.0f ? 1.0f : y;
        }
        case 12:
            return x <= -3.0f ? 0.0f : x >= 3.0f ? x : x * (x / 6.0f + 0.5f);
        case 13:
            return softplus(x);
        case 14:
            return x == minus_infinity ? 0.0f : x * tanhf(softplus(x));
        case 15:
            return x < alpha ? alpha : x > beta ? beta : x;
        default:
            return x;
    }
}

// P is the product's type; a product that is Scaled is multiplied by its channel's scale first.
template <typename T, int V, typename I, typename P, bool Scaled>
__device__ __forceinline__ void finish(const Epilogue& p) {
    typedef Pack<P, V> Product;
    typedef Pack<typename T::Bits, V> Stored;
    const I packs = (I)(p.length / V);
    const I total = (I)p.rows * packs;
    const I step = (I)gridDim.x * blockDim.x;
    for (I t = (I)blockIdx.x * blockDim.x + threadIdx.x; t < total; t += step) {
        const I row = t / packs;
        const I at = (t - row * packs) * V;
        I channel = at / (I)p.channel_length;
        I within = at - channel * (I)p.channel_length;
        const Product product = *(const Product*)((const P*)p.product + (long long)row * p.product_pitch + at);
        Stored residual;
        if (p.residual) {
            residual = *(const Stored*)((const typename T::Bits*)p.residual + (long long)row * p.residual_pitch + at);
        }
        Stored output;
#pragma unroll
        for (int i = 0; i < V; i++) {
            float x = (float)product.v[i];
            if (Scaled) {
                x *= p.scale[channel];
            }
            if (p.bias) {
                x += p.bias[channel];
            }
            if (p.residual) {
                x += T::load(residual.v[i]);
            }
            const float slope = p.slope ? p.slope[channel] : 0.0f;
            output.v[i] = T::store(activate(x, p.activation, p.alpha, p.beta, slope));
            if (++within == (I)p.channel_length) {
                within = 0;
                channel++;
            }
        }
        *(Stored*)((typename T::Bits*)p.output + (long long)row * p.output_pitch + at) = output;
    }
}

template <typename T, int V, typename I>
__device__ __forceinline__ void epilogue(const Epilogue& p) {
    finish<T, V, I, float, false>(p);
}

template <typename P, int V, typename I>
__device__ __forceinline__ void dequantize(const Epilogue& p) {
    finish<F16, V, I, P, true>(p);
}

// Copies every stride-th pixel of an NHWC tensor of single bytes into a compact one whose pixels are filled up with
// zeros to a multiple of 16 channels.
struct Pad {
    const unsigned char* input;
    unsigned char* output;
    long long rows;    // of all images
    long long height;  // rows of one image
    long long width;
    long long channels;
    long long padded;  // channels of the output
    long long image_stride;
    long long row_stride;
    long long pixel_stride;
};

template <typename I>
__device__ __forceinline__ void pad(const Pad& p) {
    typedef Pack<unsigned char, 16> Sixteen;
    const I packs = (I)(p.padded / 16), width = (I)p.width, height = (I)p.height;
    const I total = (I)p.rows * width * packs;
    const I step = (I)gridDim.x * blockDim.x;
    for (I t = (I)blockIdx.x * blockDim.x + threadIdx.x; t < total; t += step) {
        const I pixel = t / packs, row = pixel / width, image = row / height;
        const long long channel = (long long)(t - pixel * packs) * 16;
        const unsigned char* from = p.input + (long long)image * p.image_stride
            + (long long)(row - image * height) * p.row_stride + (long long)(pixel - row * width) * p.pixel_stride;
        Sixteen bytes;
#pragma unroll
        for (int i = 0; i < 16; i++) {
            bytes.v[i] = channel + i < p.channels ? from[channel + i] : (unsigned char)0;
        }
        *(Sixteen*)(p.output + (long long)t * 16) = bytes;
    }
}

// Copies every stride-th pixel of a tensor into a compact one; extents and input strides run along the output's
// memory order, slowest first.
struct Gather {
    const void* input;
    void* output;
    long long extent[4];
    long long stride[4];
};

template <typename T, typename I>
__device__ __forceinline__ void gather(const Gather& p) {
    const I e1 = (I)p.extent[1], e2 = (I)p.extent[2], e3 = (I)p.extent[3];
    const I total = (I)p.extent[0] * e1 * e2 * e3;
    const I step = (I)gridDim.x * blockDim.x;
    for (I t = (I)blockIdx.x * blockDim.x + threadIdx.x; t < total; t += step) {
        const I i3 = t % e3, r2 = t / e3;
        const I i2 = r2 % e2, r1 = r2 / e2;
        const I i1 = r1 % e1, i0 = r1 / e1;
        ((T*)p.output)[t] = ((const T*)p.input)[(long long)i0 * p.stride[0] + (long long)i1 * p.stride[1]
                                                + (long long)i2 * p.stride[2] + (long long)i3 * p.stride[3]];
    }
}

// Named by element type, elements a thread takes at once, and bits of the index.
extern "C" __global__ void epilogue_f32_1_32(const Epilogue p) { epilogue<F32, 1, unsigned>(p); }
extern "C" __global__ void epilogue_f32_4_32(const Epilogue p) { epilogue<F32, 4, unsigned>(p); }
extern "C" __global__ void epilogue_f32_1_64(const Epilogue p) { epilogue<F32, 1, unsigned long long>(p); }
extern "C" __global__ void epilogue_f32_4_64(const Epilogue p) { epilogue<F32, 4, unsigned long long>(p); }
extern "C" __global__ void epilogue_f16_1_32(const Epilogue p) { epilogue<F16, 1, unsigned>(p); }
extern "C" __global__ void epilogue_f16_8_32(const Epilogue p) { epilogue<F16, 8, unsigned>(p); }
extern "C" __global__ void epilogue_f16_1_64(const Epilogue p) { epilogue<F16, 1, unsigned long long>(p); }
extern "C" __global__ void epilogue_f16_8_64(const Epilogue p) { epilogue<F16, 8, unsigned long long>(p); }
extern "C" __global__ void epilogue_bf16_1_32(const Epilogue p) { epilogue<BF16, 1, unsigned>(p); }
extern "C" __global__ void epilogue_bf16_8_32(const Epilogue p) { epilogue<BF16, 8, unsigned>(p); }
extern "C" __global__ void epilogue_bf16_1_64(const Epilogue p) { epilogue<BF16, 1, unsigned long long>(p); }
extern "C" __global__ void epilogue_bf16_8_64(const Epilogue p) { epilogue<BF16, 8, unsigned long long>(p); }

// Named by the product's type, and as above.
extern "C" __global__ void dequantize_f32_1_32(const Epilogue p) { dequantize<float, 1, unsigned>(p); }
extern "C" __global__ void dequantize_f32_8_32(const Epilogue p) { dequantize<float, 8, unsigned>(p); }
extern "C" __global__ void dequantize_f32_1_64(const Epilogue p) { dequantize<float, 1, unsigned long long>(p); }
extern "C" __global__ void dequantize_f32_8_64(const Epilogue p) { dequantize<float, 8, unsigned long long>(p); }
extern "C" __global__ void dequantize_s32_1_32(const Epilogue p) { dequantize<int, 1, unsigned>(p); }
extern "C" __global__ void dequantize_s32_8_32(const Epilogue p) { dequantize<int, 8, unsigned>(p); }
extern "C" __global__ void dequantize_s32_1_64(const Epilogue p) { dequantize<int, 1, unsigned long long>(p); }
extern "C" __global__ void dequantize_s32_8_64(const Epilogue p) { dequantize<int, 8, unsigned long long>(p); }

extern "C" __global__ void pad_32(const Pad p) { pad<unsigned>(p); }
extern "C" __global__ void pad_64(const Pad p) { pad<unsigned long long>(p); }

extern "C" __global__ void gather_2_32(const Gather p) { gather<unsigned short, unsigned>(p); }
extern "C" __global__ void gather_2_64(const Gather p) { gather<unsigned short, unsigned long long>(p); }
extern "C" __global__ void gather_4_32(const Gather p) { gather<unsigned, unsigned>(p); }
extern "C" __global__ void gather_4_64(const Gather p) { gather<unsigned, unsigned long long>(p); }
