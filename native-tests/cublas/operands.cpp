#include "operands.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

namespace {

constexpr std::int64_t WEIGHTS_FROM = 1000003, BIAS_FROM = 2000003, RESIDUAL_FROM = 3000017;

std::uint32_t bitsOf(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, 4);
    return bits;
}

float fromBits(std::uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, 4);
    return value;
}

std::uint16_t toBfloat16(float value) {
    std::uint32_t bits = bitsOf(value);
    return std::uint16_t((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

float fromBfloat16(std::uint16_t bits) { return fromBits(std::uint32_t(bits) << 16); }

float fromHalf(std::uint16_t half) {
    int exponent = half >> 10 & 31, fraction = half & 1023;
    float size = exponent == 31 ? (fraction ? NAN : INFINITY)
        : exponent ? std::ldexp(float(1024 + fraction), exponent - 25) : std::ldexp(float(fraction), -24);
    return half & 0x8000 ? -size : size;
}

// Of values up to 1 in size only.
std::uint16_t toHalf(float value) {
    float size = std::fabs(value);
    int exponent = 0;
    std::frexp(size, &exponent);
    int scale = std::max(exponent - 11, -24);
    auto steps = std::uint16_t(std::nearbyint(std::ldexp(size, -scale)));  // to even; carries into the exponent
    auto bits = std::uint16_t(steps < 1024 ? steps : steps + (scale + 24) * 1024);
    return std::uint16_t(bits | (std::signbit(value) ? 0x8000 : 0));
}

float decode(Dtype dtype, const char* from) {
    if (bytesOf(dtype) == 4) {
        float value;
        std::memcpy(&value, from, 4);
        return value;
    }
    std::uint16_t bits;
    std::memcpy(&bits, from, 2);
    return dtype == Dtype::F16 ? fromHalf(bits) : fromBfloat16(bits);
}

// Looks at bits alone: all of Y is searched with it.
bool anyNan(Dtype dtype, const std::vector<char>& values, std::int64_t& where) {
    std::size_t size = std::size_t(bytesOf(dtype));
    std::uint32_t infinity = dtype == Dtype::F16 ? 0x7c00 : dtype == Dtype::BF16 ? 0x7f80 : 0x7f800000;
    for (std::size_t i = 0; i < values.size() / size; i++) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &values[i * size], size);
        if ((bits & (size == 2 ? 0x7fffu : 0x7fffffffu)) > infinity) {
            where = std::int64_t(i);
            return true;
        }
    }
    return false;
}

struct Expected {
    double value, allowed;
};

double geluTanh(double x) {
    return x / 2 * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
}

// Convolution terms only: nothing of the GEMM's mapping is used here.
Expected expect(const Operands& o, const Epilogue& e, std::int64_t image, std::int64_t channel, std::int64_t pixel) {
    const Layer& l = o.layer;
    double sum = 0, size = 0;
    for (std::int64_t c = 0; c < l.cin; c++) {
        double term = o.pool.value(l.inputAt(o.layout, image, c, pixel))
            * o.pool.value(WEIGHTS_FROM + channel * l.cin + c);
        sum += term;
        size += std::fabs(term);
    }
    auto add = [&](double term) {
        sum += term;
        size += std::fabs(term);
    };
    if (e.bias)
        add(o.pool.value(BIAS_FROM + channel));
    if (e.residual)
        add(o.pool.value(RESIDUAL_FROM + l.outputAt(o.layout, image, channel, pixel)));
    double k = double(l.cin), u = std::ldexp(1, -24), sums, rounding;
    double value = e.activation == Activation::RELU ? std::max(sum, 0.0)
        : e.activation == Activation::GELU_TANH ? geluTanh(sum) : sum;
    switch (o.pool.dtype()) {
        case Dtype::F32: sums = std::min(4 * std::sqrt(k + 2), k + 2) * u * size, rounding = 0; break;
        case Dtype::TF32: sums = (std::ldexp(1, -9) + k * 2 * u) * size, rounding = 0; break;
        case Dtype::F16:
            sums = k * u * size, rounding = std::ldexp(std::fabs(value), -11) + std::ldexp(1, -25);
            break;
        default: sums = k * u * size, rounding = std::ldexp(std::fabs(value), -8);
    }
    if (e.activation == Activation::GELU_TANH)  // its slope is at most 1.13; the hardware's tanh is approximate
        sums = 1.13 * sums + std::ldexp(std::fabs(sum), -10);
    return {value, sums + rounding};
}

}  // namespace

Pool::Pool(Dtype dtype, std::uint64_t seed) : dtype_(dtype), values_(COUNT) {
    std::mt19937_64 random(seed);
    bool narrow = bytesOf(dtype) == 2;
    (narrow ? bits_.resize(2 * COUNT) : floats_.resize(2 * COUNT));
    for (std::int64_t i = 0; i < COUNT; i++) {
        auto at = std::size_t(i);
        float value = float(std::int64_t(random() >> 39) - (1 << 24)) / float(1 << 24);
        if (narrow) {
            bits_[at] = bits_[at + COUNT] = dtype == Dtype::F16 ? toHalf(value) : toBfloat16(value);
            values_[at] = dtype == Dtype::F16 ? fromHalf(bits_[at]) : fromBfloat16(bits_[at]);
        } else {
            values_[at] = floats_[at] = floats_[at + COUNT] = value;
        }
    }
}

void Pool::fill(const Buffer& buffer, std::int64_t elements, std::int64_t offset) const {
    int size = bytesOf(dtype_);
    std::int64_t done = std::min(elements, COUNT);
    auto first = std::size_t(offset);
    const void* from = size == 2 ? static_cast<const void*>(&bits_[first]) : &floats_[first];
    buffer.upload(from, std::size_t(done * size));
    while (done < elements) {
        std::int64_t more = std::min(done, elements - done);
        buffer.copyWithin(std::size_t(done * size), 0, std::size_t(more * size));
        done += more;
    }
}

Operands::Operands(const Device& device, const Pool& pool, const Layer& l, Layout layout)
    : layer(l), layout(layout), pool(pool), x(device, std::size_t(l.inputs() * bytesOf(pool.dtype()))),
      weights(device, std::size_t(l.weights() * bytesOf(pool.dtype()))),
      bias(device, std::size_t(l.cout * bytesOf(pool.dtype()))),
      residual(device, std::size_t((l.epilogue.residual ? l.outputs() : 1) * bytesOf(pool.dtype()))),
      y(device, std::size_t(l.outputs() * bytesOf(pool.dtype()))) {
    pool.fill(x, l.inputs(), 0);
    pool.fill(weights, l.weights(), WEIGHTS_FROM);
    pool.fill(bias, l.cout, BIAS_FROM);
    if (l.epilogue.residual)
        pool.fill(residual, l.outputs(), RESIDUAL_FROM);
}

std::size_t Operands::bytes(const Layer& l, Dtype dtype) {
    std::int64_t elements = l.inputs() + l.weights() + l.cout + l.outputs() * (l.epilogue.residual ? 2 : 1);
    return std::size_t(elements * bytesOf(dtype));
}

Verdict verify(const Operands& o, const Epilogue& applied, std::uint64_t seed) {
    constexpr std::int64_t WHOLE = 16 << 20, WINDOWS = 16, WINDOW = 1 << 20, SAMPLES = 768;
    const Layer& l = o.layer;
    int size = bytesOf(o.pool.dtype());
    std::int64_t outputs = l.outputs();
    bool whole = outputs <= WHOLE;
    std::int64_t length = whole ? outputs : WINDOW, windows = whole ? 1 : WINDOWS;
    std::mt19937_64 random(seed);
    std::vector<char> got(std::size_t(length * size));
    Verdict verdict{true, 0, 0, 0, ""};
    for (std::int64_t window = 0; window < windows; window++) {
        std::int64_t first = windows == 1 ? 0 : (outputs - length) / (windows - 1) * window;
        o.y.download(got.data(), std::size_t(first * size), got.size());
        std::int64_t nan = 0;
        if (anyNan(o.pool.dtype(), got, nan))
            return {false, INFINITY, verdict.compared, verdict.scanned + nan + 1,
                    "output " + std::to_string(first + nan) + " is NaN, or was never written"};
        verdict.scanned += length;
        std::int64_t samples = std::min(length, SAMPLES / windows);
        for (std::int64_t sample = 0; sample < samples; sample++) {
            std::int64_t i = samples == length ? sample : sample == 0 ? 0 : sample == 1 ? length - 1
                : std::int64_t(random() % std::uint64_t(length));
            std::int64_t at = first + i, channel, pixel, image;
            if (o.layout == Layout::NCHW) {
                pixel = at % l.pixels(), channel = at / l.pixels() % l.cout, image = at / l.pixels() / l.cout;
            } else {
                channel = at % l.cout, pixel = at / l.cout % l.pixels(), image = at / l.cout / l.pixels();
            }
            Expected want = expect(o, applied, image, channel, pixel);
            double value = decode(o.pool.dtype(), &got[std::size_t(i * size)]);
            double error = std::fabs(value - want.value);
            double part = error == 0 ? 0 : error / want.allowed;
            verdict.compared++;
            verdict.worst = std::max(verdict.worst, part);
            if (!(part <= 1) && verdict.right) {
                verdict.right = false;
                verdict.trouble = "output " + std::to_string(at) + " is " + std::to_string(value) + ", expected "
                    + std::to_string(want.value) + " within " + std::to_string(want.allowed);
            }
        }
    }
    return verdict;
}
