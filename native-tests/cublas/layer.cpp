#include "layer.h"

#include <climits>
#include <sstream>

#include "abi.h"
#include "library.h"

int bytesOf(Dtype dtype) { return dtype == Dtype::F32 || dtype == Dtype::TF32 ? 4 : 2; }

int dataType(Dtype dtype) {
    return dtype == Dtype::F16 ? abi::R_16F : dtype == Dtype::BF16 ? abi::R_16BF : abi::R_32F;
}

int computeType(Dtype dtype) { return dtype == Dtype::TF32 ? abi::COMPUTE_32F_FAST_TF32 : abi::COMPUTE_32F; }

const char* name(Dtype dtype) {
    switch (dtype) {
        case Dtype::F32: return "f32";
        case Dtype::TF32: return "tf32";
        case Dtype::F16: return "f16";
        default: return "bf16";
    }
}

const char* name(Layout layout) { return layout == Layout::NCHW ? "nchw" : "nhwc"; }

Dtype parseDtype(const std::string& text) {
    for (Dtype dtype : {Dtype::F32, Dtype::TF32, Dtype::F16, Dtype::BF16})
        if (text == name(dtype))
            return dtype;
    throw UsageError{"dtype is '" + text + "', expected f32, tf32, f16 or bf16"};
}

Layout parseLayout(const std::string& text) {
    for (Layout layout : {Layout::NCHW, Layout::NHWC})
        if (text == name(layout))
            return layout;
    throw UsageError{"layout is '" + text + "', expected nchw or nhwc"};
}

bool Epilogue::operator==(const Epilogue& that) const {
    return bias == that.bias && residual == that.residual && activation == that.activation && other == that.other;
}

std::string Epilogue::text() const {
    std::string text = std::string(bias ? "+bias" : "") + (residual ? "+add" : "");
    switch (activation) {
        case Activation::NONE: return text;
        case Activation::RELU: return text + "+relu";
        case Activation::GELU_TANH: return text + "+gelu_tanh";
        default: return text + "+" + other;
    }
}

Epilogue Epilogue::parse(const std::string& text) {
    Epilogue e;
    std::istringstream in(text);
    for (std::string part; text != "none" && std::getline(in, part, '_');) {
        bool activation = part == "relu" || part == "gelu";
        if ((part == "bias" && !e.bias) || (part == "add" && !e.residual))
            (part == "bias" ? e.bias : e.residual) = true;
        else if (activation && e.activation == Activation::NONE)
            e.activation = part == "relu" ? Activation::RELU : Activation::GELU_TANH;
        else
            throw UsageError{"epilogue is '" + text + "', expected layer, none, or some of bias, add, relu, gelu "
                             "joined by _ (such as bias_relu)"};
    }
    return e;
}

double Layer::bytes(Dtype dtype) const {
    double moved = double(n * cin * pixels()) + double(weights()) + double(outputs()) * (epilogue.residual ? 2 : 1)
        + double(epilogue.bias ? cout : 0);
    return moved * bytesOf(dtype);
}

std::string Layer::shape() const {
    std::ostringstream text;
    text << 'n' << n << 'c' << cin << 'h' << h << 'w' << w << 'k' << cout;
    if (stride != 1)
        text << 's' << stride;
    return text.str() + epilogue.text();
}

std::int64_t Layer::inputAt(Layout layout, std::int64_t image, std::int64_t channel, std::int64_t pixel) const {
    std::int64_t y = pixel / wOut() * stride, x = pixel % wOut() * stride;
    return layout == Layout::NCHW ? ((image * cin + channel) * h + y) * w + x
                                  : ((image * h + y) * w + x) * cin + channel;
}

std::int64_t Layer::outputAt(Layout layout, std::int64_t image, std::int64_t channel, std::int64_t pixel) const {
    return layout == Layout::NCHW ? (image * cout + channel) * pixels() + pixel
                                  : (image * pixels() + pixel) * cout + channel;
}

bool Gemm::fits() const {
    for (std::int64_t extent : {m, n, k, batch, a.ld, b.ld, c.ld})
        if (extent > INT_MAX)
            return false;
    return true;
}

namespace {

Gemm nchw(const Layer& l) {
    std::int64_t p = l.pixels();
    return {p, l.cout, l.cin, l.n, false, false,
            {p, l.cin, p, l.cin * p}, {l.cin, l.cout, l.cin, 0}, {p, l.cout, p, l.cout * p}, true, false};
}

Gemm nhwc(const Layer& l) {
    std::int64_t p = l.n * l.pixels();
    return {l.cout, p, l.cin, 1, true, false,
            {l.cin, l.cout, l.cin, 0}, {l.cin, p, l.cin, 0}, {l.cout, p, l.cout, 0}, false, true};
}

// One product per row of output pixels.
Gemm nhwcStrided(const Layer& l) {
    std::int64_t p = l.wOut();
    return {l.cout, p, l.cin, l.n * l.hOut(), true, false,
            {l.cin, l.cout, l.cin, 0}, {l.cin, p, l.stride * l.cin, l.stride * l.w * l.cin},
            {l.cout, p, l.cout, l.cout * p}, false, true};
}

}  // namespace

std::string map(const Layer& layer, Layout layout, Gemm& gemm) {
    if (layer.stride != 1 && layout == Layout::NCHW)
        return "a strided layer in NCHW needs its input gathered first";
    if (layer.stride != 1 && layer.n > 1 && layer.h != layer.stride * layer.hOut())
        return "the stride does not divide the height, so rows of the batch lie unevenly";
    gemm = layer.stride != 1 ? nhwcStrided(layer) : layout == Layout::NCHW ? nchw(layer) : nhwc(layer);
    return gemm.fits() ? "" : "an extent is beyond 2147483647";
}
