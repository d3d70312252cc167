// The operands of one layer: uniform in [-1, 1], rounded to the type; and the FP64 reference of single outputs.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "device.h"
#include "layer.h"

/** A long run of random values, repeated end to end to fill operands of any size. */
class Pool {
public:
    Pool(Dtype dtype, std::uint64_t seed);
    Dtype dtype() const { return dtype_; }
    double value(std::int64_t index) const { return values_[std::size_t(index % COUNT)]; }
    /** Fills with the values from `offset` on. */
    void fill(const Buffer& buffer, std::int64_t elements, std::int64_t offset) const;

private:
    static constexpr std::int64_t COUNT = 4194301;  // prime: never in step with an extent

    Dtype dtype_;
    std::vector<float> values_;        // COUNT of them
    std::vector<std::uint16_t> bits_;  // twice COUNT, for the 16-bit types
    std::vector<float> floats_;        // twice COUNT, for the others
};

struct Operands {
    Operands(const Device& device, const Pool& pool, const Layer& layer, Layout layout);

    static std::size_t bytes(const Layer& layer, Dtype dtype);

    Layer layer;
    Layout layout;
    const Pool& pool;
    Buffer x, weights, bias, residual, y;
};

/** What a comparison found. */
struct Verdict {
    bool right;
    double worst;      // the greatest error as a part of what is allowed
    std::int64_t compared, scanned;  // outputs compared with the reference; outputs looked at for NaN
    std::string trouble;
};

/** Compares Y with `applied` done in FP64, on outputs spread over all of Y. */
Verdict verify(const Operands& operands, const Epilogue& applied, std::uint64_t seed);
