/* What CUDA C offers a kernel, for a C++ compiler: threads run one after the other, nothing is shared between them. */
#pragma once
#define POINTWISE_STANDIN 1
#define __CUDACC__ 1
#define __CUDACC_RTC__ 1
#define __CUDA_ARCH__ 900

#define __global__ __standin_kernel__
#define __device__
#define __host__
#define __constant__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __grid_constant__
#define __align__(n) __attribute__((aligned(n)))

typedef decltype(sizeof 0) size_t;

struct uint3 { unsigned x, y, z; };
typedef uint3 dim3;
static uint3 threadIdx, blockIdx;
static dim3 blockDim, gridDim;
static const int warpSize = 32;

#define STANDIN_VECTORS(type, name)                                                                             \
    struct alignas(2 * sizeof(type)) name##2 { type x, y; };                                                    \
    struct alignas(4 * sizeof(type) < 16 ? 4 * sizeof(type) : 16) name##4 { type x, y, z, w; };                 \
    static inline name##2 make_##name##2(type x, type y) { return name##2{x, y}; }                              \
    static inline name##4 make_##name##4(type x, type y, type z, type w) { return name##4{x, y, z, w}; }
STANDIN_VECTORS(float, float)
STANDIN_VECTORS(double, double)
STANDIN_VECTORS(int, int)
STANDIN_VECTORS(unsigned, uint)
STANDIN_VECTORS(short, short)
STANDIN_VECTORS(unsigned short, ushort)
STANDIN_VECTORS(signed char, char)
STANDIN_VECTORS(unsigned char, uchar)
STANDIN_VECTORS(long long, longlong)
STANDIN_VECTORS(unsigned long long, ulonglong)
#undef STANDIN_VECTORS

#define STANDIN_UNARY(name)                                                         \
    extern "C" double name(double);                                                 \
    extern "C" float name##f(float);                                                \
    static inline float name(float x) { return name##f(x); }
#define STANDIN_BINARY(name)                                                        \
    extern "C" double name(double, double);                                         \
    extern "C" float name##f(float, float);                                         \
    static inline float name(float x, float y) { return name##f(x, y); }
STANDIN_UNARY(exp) STANDIN_UNARY(exp2) STANDIN_UNARY(expm1) STANDIN_UNARY(log) STANDIN_UNARY(log2)
STANDIN_UNARY(log10) STANDIN_UNARY(log1p) STANDIN_UNARY(sqrt) STANDIN_UNARY(cbrt) STANDIN_UNARY(sin)
STANDIN_UNARY(cos) STANDIN_UNARY(tan) STANDIN_UNARY(sinh) STANDIN_UNARY(cosh) STANDIN_UNARY(tanh)
STANDIN_UNARY(atan) STANDIN_UNARY(erf) STANDIN_UNARY(erfc) STANDIN_UNARY(fabs) STANDIN_UNARY(floor)
STANDIN_UNARY(ceil) STANDIN_UNARY(trunc) STANDIN_UNARY(round) STANDIN_UNARY(rint)
STANDIN_BINARY(pow) STANDIN_BINARY(fmax) STANDIN_BINARY(fmin) STANDIN_BINARY(fmod) STANDIN_BINARY(copysign)
extern "C" double fma(double, double, double);
extern "C" float fmaf(float, float, float);
#undef STANDIN_UNARY
#undef STANDIN_BINARY

static inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
static inline float __expf(float x) { return expf(x); }
static inline float __exp10f(float x) { return powf(10.0f, x); }
static inline float __logf(float x) { return logf(x); }
static inline float __powf(float x, float y) { return powf(x, y); }
static inline float __fdividef(float x, float y) { return x / y; }
static inline float __fdiv_rn(float x, float y) { return x / y; }
static inline float __frcp_rn(float x) { return 1.0f / x; }
static inline float __fsqrt_rn(float x) { return sqrtf(x); }
static inline float __fadd_rn(float x, float y) { return x + y; }
static inline float __fmul_rn(float x, float y) { return x * y; }
static inline float __fmaf_rn(float x, float y, float z) { return fmaf(x, y, z); }
static inline float __saturatef(float x) { return x > 0.0f ? x < 1.0f ? x : 1.0f : 0.0f; }
static inline bool isnan(float x) { return __builtin_isnan(x); }
static inline bool isinf(float x) { return __builtin_isinf(x); }
static inline bool isfinite(float x) { return __builtin_isfinite(x); }

static inline unsigned __float_as_uint(float x) { return bits_of_float(x); }
static inline int __float_as_int(float x) { return (int)bits_of_float(x); }
static inline float __uint_as_float(unsigned x) { return float_of_bits(x); }
static inline float __int_as_float(int x) { return float_of_bits((unsigned)x); }
static inline unsigned __umulhi(unsigned x, unsigned y) { return (unsigned)((unsigned long long)x * y >> 32); }

#define STANDIN_ORDER(type)                                                         \
    static inline type min(type x, type y) { return y < x ? y : x; }                \
    static inline type max(type x, type y) { return x < y ? y : x; }
STANDIN_ORDER(int) STANDIN_ORDER(unsigned) STANDIN_ORDER(long) STANDIN_ORDER(unsigned long)
STANDIN_ORDER(long long) STANDIN_ORDER(unsigned long long)
#undef STANDIN_ORDER
static inline float min(float x, float y) { return fminf(x, y); }
static inline float max(float x, float y) { return fmaxf(x, y); }

template <class T> static inline T __ldg(const T *at) { return *at; }
template <class T> static inline T __ldcs(const T *at) { return *at; }
template <class T> static inline void __stcs(T *at, T value) { *at = value; }

/* ---- how the driver calls a kernel; see image.h ---- */

struct standin_kernel {
    void (*run)(void **, const unsigned *, const unsigned *);
    int parameters;
    const unsigned *sizes;
};

template <int... I> struct standin_indices {};

template <auto F> struct standin_runner;

template <class... A, void (*F)(A...)> struct standin_runner<F> {
    static constexpr int parameters = sizeof...(A);
    static constexpr unsigned sizes[] = {sizeof(A)..., 0};

    template <int... I> static void one(void **p, standin_indices<I...>) { F(*(A *)p[I]...); }

    static void run(void **p, const unsigned *grid, const unsigned *block) {
        gridDim = {grid[0], grid[1], grid[2]};
        blockDim = {block[0], block[1], block[2]};
        for (blockIdx.z = 0; blockIdx.z < gridDim.z; blockIdx.z++)
            for (blockIdx.y = 0; blockIdx.y < gridDim.y; blockIdx.y++)
                for (blockIdx.x = 0; blockIdx.x < gridDim.x; blockIdx.x++)
                    for (threadIdx.z = 0; threadIdx.z < blockDim.z; threadIdx.z++)
                        for (threadIdx.y = 0; threadIdx.y < blockDim.y; threadIdx.y++)
                            for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++)
                                one(p, standin_indices<__integer_pack(parameters)...>{});
    }
};
