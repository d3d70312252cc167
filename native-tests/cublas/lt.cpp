// cublasLtMatmul: descriptors, the heuristics' candidates, and the choice among them by timing.
#include <algorithm>

#include "contender.h"

namespace {

constexpr int CANDIDATES = 8;

/** A descriptor that destroys itself. */
class Descriptor {
public:
    Descriptor() = default;
    ~Descriptor() {
        if (handle_)
            destroy_(handle_);
    }
    Descriptor(const Descriptor&) = delete;

    void own(abi::Handle handle, int (*destroy)(abi::Handle)) {
        handle_ = handle;
        destroy_ = destroy;
    }
    abi::Handle get() const { return handle_; }

private:
    abi::Handle handle_ = nullptr;
    int (*destroy_)(abi::Handle) = nullptr;
};

// Bias runs along the rows of D: only where these are channels is there a fused one.
Epilogue expressible(const Epilogue& wanted, const Gemm& gemm) {
    Epilogue e = wanted;
    if (e.activation == Activation::OTHER || (e.bias && !gemm.rowsAreChannels))
        e.activation = Activation::NONE;
    e.other.clear();
    e.bias = e.bias && gemm.rowsAreChannels;
    return e;
}

int epilogueCode(const Epilogue& e) {
    int code = (e.bias ? abi::EPILOGUE_BIAS : 0) | (e.activation == Activation::RELU ? abi::EPILOGUE_RELU : 0)
        | (e.activation == Activation::GELU_TANH ? abi::EPILOGUE_GELU : 0);
    return code ? code : abi::EPILOGUE_DEFAULT;
}

class Lt : public Contender {
public:
    Lt(const Libraries& libraries, const Operands& operands, const Gemm& gemm)
        : libraries_(libraries), lt_(libraries.ltLibrary), operands_(operands), gemm_(gemm),
          applied_(expressible(operands.layer.epilogue, gemm)) {
        describeProduct();
        layout(a_, gemm.a);
        layout(b_, gemm.b);
        layout(c_, gemm.c);
    }

    std::string name() const override { return "cublasLtMatmul"; }
    Epilogue applied() const override { return applied_; }
    void run(Cache cache) override { run(candidates_[std::size_t(chosen_[int(cache)])]); }

    /** Asks the heuristics, and times what they name. */
    void search(const Sampler& sampler, std::string& reason) {
        ask(reason);
        if (!reason.empty())
            return;
        Launch launch = libraries_.device.graphless().empty() ? Launch::GRAPH : Launch::STREAM;
        for (std::size_t i = 0; i < candidates_.size(); i++)
            time(i, sampler, launch);
        for (Cache cache : {Cache::HOT, Cache::COLD}) {
            const auto& times = times_[int(cache)];
            auto least = std::min_element(times.begin(), times.end());
            if (*least == UNUSABLE) {
                reason = "none of the " + std::to_string(times.size()) + " algorithms of the heuristics runs: "
                    + trouble_;
                return;
            }
            chosen_[int(cache)] = int(least - times.begin());
        }
    }

    void describe(Cache cache, Json& json) const override {
        std::vector<Json> all;
        for (std::size_t i = 0; i < candidates_.size(); i++) {
            const abi::Heuristic& h = candidates_[i];
            Json one;
            one.put("id", config(h, abi::CONFIG_ID)).put("tile", config(h, abi::CONFIG_TILE))
                .put("stages", config(h, abi::CONFIG_STAGES)).put("split_k", config(h, abi::CONFIG_SPLIT_K))
                .put("workspace", h.workspace).put("waves", double(h.waves));
            double seconds = times_[int(cache)][i];
            one.put("seconds", seconds == UNUSABLE ? INFINITY : seconds);
            all.push_back(one);
        }
        json.put("algorithm", chosen_[int(cache)]).put("algorithms", all);
    }

private:
    static constexpr double UNUSABLE = 1e30;

    void describeProduct() {
        abi::Handle handle = nullptr;
        checkBlas(lt_.descCreate(&handle, computeType(dtype()), abi::R_32F), "cublasLtMatmulDescCreate");
        product_.own(handle, lt_.descDestroy);
        int a = gemm_.transposeA ? abi::OP_T : abi::OP_N, b = gemm_.transposeB ? abi::OP_T : abi::OP_N;
        int epilogue = epilogueCode(applied_);
        set(abi::DESC_TRANSA, a);
        set(abi::DESC_TRANSB, b);
        set(abi::DESC_EPILOGUE, epilogue);
        if (applied_.bias)
            set(abi::DESC_BIAS_POINTER, operands_.bias.pointer());
    }

    template <class T>
    void set(int attribute, T value) {
        checkBlas(lt_.descSet(product_.get(), attribute, &value, sizeof value), "cublasLtMatmulDescSetAttribute");
    }

    void layout(Descriptor& into, const Matrix& m) {
        abi::Handle handle = nullptr;
        checkBlas(lt_.layoutCreate(&handle, dataType(dtype()), std::uint64_t(m.rows), std::uint64_t(m.columns), m.ld),
                  "cublasLtMatrixLayoutCreate");
        into.own(handle, lt_.layoutDestroy);
        if (gemm_.batch == 1)
            return;
        auto batch = std::int32_t(gemm_.batch);
        checkBlas(lt_.layoutSet(handle, abi::LAYOUT_BATCH_COUNT, &batch, sizeof batch),
                  "cublasLtMatrixLayoutSetAttribute");
        checkBlas(lt_.layoutSet(handle, abi::LAYOUT_STRIDED_BATCH_OFFSET, &m.stride, sizeof m.stride),
                  "cublasLtMatrixLayoutSetAttribute");
    }

    template <class T>
    void prefer(const Descriptor& preference, int attribute, T value) {
        checkBlas(lt_.preferenceSet(preference.get(), attribute, &value, sizeof value),
                  "cublasLtMatmulPreferenceSetAttribute");
    }

    void ask(std::string& reason) {
        abi::Handle handle = nullptr;
        checkBlas(lt_.preferenceCreate(&handle), "cublasLtMatmulPreferenceCreate");
        Descriptor preference;
        preference.own(handle, lt_.preferenceDestroy);
        prefer(preference, abi::PREF_MAX_WORKSPACE_BYTES, std::uint64_t(libraries_.workspace.bytes()));
        if (bytesOf(dtype()) == 2)
            prefer(preference, abi::PREF_REDUCTION_SCHEME_MASK, abi::REDUCTION_IN_FULL);
        for (int which : {abi::PREF_MIN_ALIGNMENT_A, abi::PREF_MIN_ALIGNMENT_B, abi::PREF_MIN_ALIGNMENT_C,
                          abi::PREF_MIN_ALIGNMENT_D})
            prefer(preference, which, std::uint32_t(256));  // every operand is an allocation of its own
        candidates_.resize(CANDIDATES);
        int found = 0;
        int status = lt_.heuristic(libraries_.ltHandle, product_.get(), a_.get(), b_.get(), c_.get(), c_.get(),
                                   preference.get(), CANDIDATES, candidates_.data(), &found);
        if (status != abi::BLAS_NOT_SUPPORTED)
            checkBlas(status, "cublasLtMatmulAlgoGetHeuristic");
        candidates_.resize(std::size_t(std::max(found, 0)));
        candidates_.erase(std::remove_if(candidates_.begin(), candidates_.end(),
                                         [](const abi::Heuristic& h) { return h.state != 0; }),
                          candidates_.end());
        if (candidates_.empty())
            reason = "the heuristics of cuBLASLt name no algorithm for it";
    }

    void time(std::size_t candidate, const Sampler& sampler, Launch launch) {
        double seconds[2] = {UNUSABLE, UNUSABLE};
        try {
            Work work = [&] { run(candidates_[candidate]); };
            double once = sampler.quick(work);
            for (Cache cache : {Cache::HOT, Cache::COLD}) {
                Shot shot(libraries_.device, work, launch, cache == Cache::HOT ? sampler.runs(5 * once) : 1);
                sampler.sample(shot, cache, 2);
                seconds[int(cache)] = median(sampler.sample(shot, cache, 9));
            }
        } catch (const CallError& e) {
            if (!e.refused)
                throw;
            trouble_ = e.text;
        }
        for (Cache cache : {Cache::HOT, Cache::COLD})
            times_[int(cache)].push_back(seconds[int(cache)]);
    }

    void run(const abi::Heuristic& candidate) {
        const float one = 1, zero = 0;
        const void* x = operands_.x.pointer();
        const void* w = operands_.weights.pointer();
        const void* c = applied_.residual ? operands_.residual.pointer() : operands_.y.pointer();
        checkBlas(lt_.matmul(libraries_.ltHandle, product_.get(), &one, gemm_.inputIsA ? x : w, a_.get(),
                             gemm_.inputIsA ? w : x, b_.get(), applied_.residual ? &one : &zero, c, c_.get(),
                             operands_.y.pointer(), c_.get(), &candidate.algorithm, libraries_.workspace.pointer(),
                             libraries_.workspace.bytes(), libraries_.device.stream()),
                  "cublasLtMatmul");
    }

    std::int64_t config(const abi::Heuristic& h, int attribute) const {
        std::uint32_t value = 0;
        std::size_t written = 0;
        return lt_.configGet(&h.algorithm, attribute, &value, sizeof value, &written) == 0 ? std::int64_t(value) : -1;
    }

    Dtype dtype() const { return operands_.pool.dtype(); }

    const Libraries& libraries_;
    const BlasLt& lt_;
    const Operands& operands_;
    Gemm gemm_;
    Epilogue applied_;
    Descriptor product_, a_, b_, c_;
    std::vector<abi::Heuristic> candidates_;
    std::vector<double> times_[2];
    int chosen_[2] = {0, 0};
    std::string trouble_;
};

}  // namespace

std::unique_ptr<Contender> Libraries::lt(const Operands& operands, const Gemm& gemm, const Sampler& sampler,
                                         std::string& reason) const {
    reason = ltLibrary.unavailable();
    if (!reason.empty())
        return nullptr;
    auto contender = std::make_unique<Lt>(*this, operands, gemm);
    contender->search(sampler, reason);
    return reason.empty() ? std::move(contender) : nullptr;
}
