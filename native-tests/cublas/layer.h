// Layers, as pure numbers: what is computed, and which GEMM computes it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

enum class Dtype { F32, TF32, F16, BF16 };
enum class Layout { NCHW, NHWC };
enum class Activation { NONE, RELU, GELU_TANH, OTHER };

int bytesOf(Dtype dtype);
int dataType(Dtype dtype);     // cudaDataType
int computeType(Dtype dtype);  // cublasComputeType_t
const char* name(Dtype dtype);
const char* name(Layout layout);
Dtype parseDtype(const std::string& text);
Layout parseLayout(const std::string& text);

/** What follows the product. `other` names an activation that cuBLASLt has not. */
struct Epilogue {
    bool bias = false;
    bool residual = false;
    Activation activation = Activation::NONE;
    std::string other;

    bool none() const { return !bias && !residual && activation == Activation::NONE; }
    bool operator==(const Epilogue& that) const;
    /** As in a shape's text: `+bias+add+relu`. */
    std::string text() const;
    /** For the command line: `none`, or `bias`, `add`, `relu`, `gelu` joined by `_`. */
    static Epilogue parse(const std::string& text);
};

/** A 1x1 convolution on a batch of images. Extents are the input's. */
struct Layer {
    std::string network, name;
    std::int64_t n = 1, cin = 0, cout = 0, h = 0, w = 0, stride = 1;
    Epilogue epilogue;

    std::int64_t hOut() const { return (h - 1) / stride + 1; }
    std::int64_t wOut() const { return (w - 1) / stride + 1; }
    std::int64_t pixels() const { return hOut() * wOut(); }
    std::int64_t inputs() const { return n * cin * h * w; }
    std::int64_t weights() const { return cin * cout; }
    std::int64_t outputs() const { return n * cout * pixels(); }
    double flops() const { return 2.0 * double(n * pixels()) * double(weights()); }
    /** The least that has to be moved: sampled input, weights, output, residual and bias, once each. */
    double bytes(Dtype dtype) const;
    /** Such as `n8c256h56w56k64s2+bias+add+relu`. */
    std::string shape() const;
    /** Where element (image, channel, output pixel) of X and of Y lies. */
    std::int64_t inputAt(Layout layout, std::int64_t image, std::int64_t channel, std::int64_t pixel) const;
    std::int64_t outputAt(Layout layout, std::int64_t image, std::int64_t channel, std::int64_t pixel) const;
};

/** One operand, column-major. */
struct Matrix {
    std::int64_t rows, columns, ld, stride;
};

/** C = op(A) op(B), column-major; A and B as they lie in memory, before op. */
struct Gemm {
    std::int64_t m, n, k, batch;
    bool transposeA, transposeB;
    Matrix a, b, c;
    bool inputIsA;  // else A holds the weights
    bool rowsAreChannels;

    /** Whether the extents fit the 32-bit calls. */
    bool fits() const;
};

/** Sets `gemm`, or says why no single GEMM does it. */
std::string map(const Layer& layer, Layout layout, Gemm& gemm);
