#include "runner.h"

namespace {

constexpr int ROUNDS = 3;  // contenders take turns

struct Figure {
    Cache cache;
    Launch launch;
    std::vector<double> samples;
    int runs = 1;
    bool dropped = false;
};

}  // namespace

Runner::Runner(const Device& device, const Libraries& libraries, const Sampler& sampler, const Options& options,
               Report write)
    : device_(device), libraries_(libraries), sampler_(sampler), options_(options), write_(std::move(write)),
      start_(std::chrono::steady_clock::now()) {}

bool Runner::outOfTime() const {
    double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    return options_.seconds > 0 && elapsed >= options_.seconds;
}

const Pool& Runner::pool(Dtype dtype) {
    for (const auto& pool : pools_)
        if (pool->dtype() == dtype)
            return *pool;
    pools_.push_back(std::make_unique<Pool>(dtype, options_.seed));
    return *pools_.back();
}

Json Runner::about(const Case& c, const std::string& peer) const {
    Json json;
    json.put("network", c.layer.network).put("layer", c.layer.name).put("shape", c.layer.shape())
        .put("dtype", name(c.dtype)).put("layout", name(c.layout)).put("batch", c.layer.n);
    if (!peer.empty())
        json.put("peer", peer);
    return json;
}

void Runner::skip(const Case& c, const std::string& peer, const std::string& reason) {
    skipped_++;
    write_(about(c, peer).put("kind", "not_run").put("reason", reason));
}

// Lack of memory and of support are the case's; anything else counts, and may have lost the context.
void Runner::fail(const Case& c, const std::string& peer, const CallError& error) {
    if (!error.memory && !error.refused) {
        failed_++;
        try {
            device_.synchronize();
        } catch (const CallError& e) {
            lost_ = true;
            loss_ = "the device stopped after " + c.layer.shape() + ": " + e.text;
        }
    }
    write_(about(c, peer).put("kind", "not_run").put("reason", error.text).put("failed", !error.refused));
    skipped_++;
}

void Runner::run(const std::vector<Case>& cases) {
    for (const Case& c : cases) {
        if (lost_)
            skip(c, "", loss_);
        else if (outOfTime())
            skip(c, "", "out of time");
        else
            one(c);
    }
}

void Runner::one(const Case& c) {
    Gemm gemm;
    std::string reason = map(c.layer, c.layout, gemm);
    if (!reason.empty()) {
        skip(c, "", reason);
        return;
    }
    std::size_t needed = Operands::bytes(c.layer, c.dtype), free = device_.freeBytes();
    if (needed > free) {
        skip(c, "", "needs " + std::to_string(needed) + " bytes of device memory, " + std::to_string(free)
             + " are free");
        return;
    }
    try {
        Operands operands(device_, pool(c.dtype), c.layer, c.layout);
        std::vector<std::unique_ptr<Contender>> contenders;
        if (options_.strided)
            contenders.push_back(libraries_.stridedBatched(operands, gemm));
        if (options_.lt && libraries_.ltHandle) {
            try {
                auto lt = libraries_.lt(operands, gemm, sampler_, reason);
                if (lt)
                    contenders.push_back(std::move(lt));
                else
                    skip(c, "cublasLtMatmul", reason);
            } catch (const CallError& e) {
                fail(c, "cublasLtMatmul", e);
            }
        }
        if (!lost_)
            race(c, operands, contenders);
    } catch (const CallError& e) {
        fail(c, "", e);
    }
}

bool Runner::check(const Case& c, const Operands& operands, Contender& contender, Json& into) {
    Verdict worst{true, 0, 0, 0, ""};
    for (Cache cache : options_.caches) {  // each may have chosen another algorithm
        operands.y.fill(0xff);
        contender.run(cache);
        Verdict verdict = verify(operands, contender.applied(), options_.seed);
        if (!verdict.right || verdict.worst >= worst.worst)
            worst = verdict;
        if (!verdict.right)
            break;
    }
    into.put("correct", worst.right).put("error", worst.worst).put("compared", worst.compared)
        .put("scanned", worst.scanned);
    if (!worst.right) {
        wrong_++;
        write_(about(c, contender.name()).put("kind", "wrong").put("correct", false).put("trouble", worst.trouble));
    }
    return worst.right;
}

void Runner::measure(Contender& contender, Cache cache, Launch launch, double seconds,
                     std::vector<double>& samples, int& runs) {
    runs = cache == Cache::HOT ? sampler_.runs(seconds) : 1;
    Shot shot(device_, [&] { contender.run(cache); }, launch, runs);
    sampler_.sample(shot, cache, 1);
    auto more = sampler_.sample(shot, cache, (options_.samples + ROUNDS - 1) / ROUNDS);
    samples.insert(samples.end(), more.begin(), more.end());
}

void Runner::race(const Case& c, const Operands& operands, std::vector<std::unique_ptr<Contender>>& contenders) {
    struct Entry {
        Contender& contender;
        Json verdict;
        double seconds;
        std::vector<Figure> figures;
    };
    std::vector<Entry> entries;
    for (const auto& contender : contenders) {
        Json verdict;
        try {
            if (!check(c, operands, *contender, verdict))
                continue;
            double seconds = sampler_.warmUp([&] { contender->run(Cache::HOT); });
            Entry entry{*contender, verdict, seconds, {}};
            for (Cache cache : options_.caches)
                for (Launch launch : options_.launches)
                    if (launch == Launch::STREAM || device_.graphless().empty())
                        entry.figures.push_back({cache, launch, {}});
            entries.push_back(std::move(entry));
        } catch (const CallError& e) {
            fail(c, contender->name(), e);
        }
    }
    for (int round = 0; round < ROUNDS && !lost_; round++)
        for (Entry& entry : entries)
            for (Figure& figure : entry.figures) {
                if (figure.dropped || lost_)
                    continue;
                try {
                    measure(entry.contender, figure.cache, figure.launch, entry.seconds, figure.samples, figure.runs);
                } catch (const CallError& e) {
                    figure.dropped = true;
                    fail(c, entry.contender.name(), e);
                }
            }
    for (Entry& entry : entries)
        for (Figure& figure : entry.figures) {
            if (figure.dropped || lost_)
                continue;
            Json json = about(c, entry.contender.name());
            Epilogue applied = entry.contender.applied();
            double middle = median(figure.samples);
            json.put("kind", "measurement").put("cache", name(figure.cache)).put("launch", name(figure.launch))
                .put("epilogue", applied.text()).put("complete", applied == c.layer.epilogue)
                .put("median", middle).put("q1", quantile(figure.samples, 0.25))
                .put("q3", quantile(figure.samples, 0.75)).put("min", quantile(figure.samples, 0))
                .put("max", quantile(figure.samples, 1))
                .put("flops", c.layer.flops()).put("bytes", c.layer.bytes(c.dtype))
                .put("flops_per_second", c.layer.flops() / middle)
                .put("bytes_per_second", c.layer.bytes(c.dtype) / middle)
                .put("runs_per_sample", figure.runs).put("check", entry.verdict);
            entry.contender.describe(figure.cache, json);
            write_(json.put("samples", figure.samples));
            measured_++;
        }
}
