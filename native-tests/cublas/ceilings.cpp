// What the device reaches at best: the roofline's two sides.
#include "ceilings.h"

#include <algorithm>

#include "contender.h"

namespace {

void report(const Report& write, const std::string& what, const std::string& unit, double value,
            const std::vector<double>& samples, Json extra) {
    write(extra.put("kind", "ceiling").put("ceiling", what).put("unit", unit).put("value", value)
              .put("median", median(samples)).put("samples", samples));
}

void bandwidth(const Device& device, const Sampler& sampler, int samples, const Report& write) {
    std::size_t most = device.standIn() ? std::size_t(8) << 20 : std::size_t(2) << 30;
    std::size_t bytes = std::max(std::min(most, device.freeBytes() / 4) & ~std::size_t(0xfffff), std::size_t(1) << 20);
    Buffer both(device, 2 * bytes);
    both.fill(1);
    Work copy = [&] { both.copyWithin(bytes, 0, bytes); };
    Work fill = [&] { both.fill(3); };
    for (bool copies : {true, false}) {
        const Work& work = copies ? copy : fill;
        sampler.warmUp(work);
        Shot shot(device, work, Launch::STREAM, 1);
        auto times = sampler.sample(shot, Cache::HOT, samples);
        Json extra;
        extra.put("bytes", 2 * bytes);
        report(write, copies ? "copy" : "write", "bytes/s", 2.0 * double(bytes) / median(times), times, extra);
    }
}

// A square product: a layer of as many channels as pixels, in NHWC.
Layer square(std::int64_t extent) {
    Layer layer;
    layer.name = "square";
    layer.cin = layer.cout = layer.w = extent;
    layer.h = 1;
    return layer;
}

/** Says how many results were wrong. */
int peak(const Device& device, const Libraries& libraries, const Sampler& sampler, Dtype dtype,
         const Options& options, const Report& write) {
    int wrong = 0;
    Layer layer = square(device.standIn() ? std::min<std::int64_t>(options.ceilingExtent, 128) : options.ceilingExtent);
    Gemm gemm;
    map(layer, Layout::NHWC, gemm);
    Pool pool(dtype, options.seed);
    Operands operands(device, pool, layer, Layout::NHWC);
    std::string reason;
    std::vector<std::unique_ptr<Contender>> contenders;
    contenders.push_back(libraries.stridedBatched(operands, gemm));
    if (auto lt = libraries.lt(operands, gemm, sampler, reason))
        contenders.push_back(std::move(lt));
    for (const auto& contender : contenders) {
        Work work = [&] { contender->run(Cache::HOT); };
        operands.y.fill(0xff);
        sampler.warmUp(work);
        Verdict verdict = verify(operands, contender->applied(), options.seed);
        wrong += !verdict.right;
        Shot shot(device, work, Launch::STREAM, 1);
        auto times = sampler.sample(shot, Cache::HOT, options.samples);
        Json extra;
        extra.put("dtype", name(dtype)).put("peer", contender->name()).put("extent", layer.cin)
            .put("correct", verdict.right).put("trouble", verdict.trouble);
        report(write, "gemm", "flop/s", layer.flops() / median(times), times, extra);
    }
    return wrong;
}

/** The smallest product among others of its kind: what a kernel takes however little it does. */
void smallest(const Device& device, const Libraries& libraries, const Sampler& sampler, const Options& options,
              const Report& write) {
    Layer layer = square(16);
    Gemm gemm;
    map(layer, Layout::NHWC, gemm);
    Pool pool(Dtype::F16, options.seed);
    Operands operands(device, pool, layer, Layout::NHWC);
    auto contender = libraries.stridedBatched(operands, gemm);
    Work work = [&] { contender->run(Cache::HOT); };
    int runs = sampler.runs(sampler.warmUp(work));
    for (Launch launch : {Launch::STREAM, Launch::GRAPH}) {
        if (launch == Launch::GRAPH && !device.graphless().empty())
            continue;
        Shot shot(device, work, launch, runs);
        sampler.sample(shot, Cache::HOT, 1);
        auto times = sampler.sample(shot, Cache::HOT, options.samples);
        Json extra;
        extra.put("dtype", name(Dtype::F16)).put("peer", contender->name()).put("extent", layer.cin)
            .put("launch", name(launch)).put("runs_per_sample", runs);
        report(write, "launch", "s", median(times), times, extra);
    }
}

}  // namespace

int ceilings(const Device& device, const Libraries& libraries, const Sampler& sampler, const Options& options,
             const Report& write) {
    int wrong = 0;
    auto attempt = [&](const std::string& what, const std::function<void()>& step) {
        try {
            step();
        } catch (const CallError& e) {
            device.synchronize();  // a context that is lost shows here
            write(Json().put("kind", "not_run").put("ceiling", what).put("reason", e.text));
        }
    };
    attempt("bandwidth", [&] { bandwidth(device, sampler, options.samples, write); });
    attempt("launch", [&] { smallest(device, libraries, sampler, options, write); });
    for (Dtype dtype : {Dtype::F32, Dtype::TF32, Dtype::F16, Dtype::BF16})
        attempt(std::string("gemm ") + name(dtype),
                [&] { wrong += peak(device, libraries, sampler, dtype, options, write); });
    return wrong;
}
