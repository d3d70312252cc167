// Runs cases one after the other and keeps the tally.
#pragma once
#include <chrono>
#include <memory>
#include <vector>

#include "ceilings.h"
#include "contender.h"
#include "options.h"

struct Case {
    Layer layer;
    Dtype dtype;
    Layout layout;
};

class Runner {
public:
    Runner(const Device& device, const Libraries& libraries, const Sampler& sampler, const Options& options,
           Report write);

    void run(const std::vector<Case>& cases);

    int measured() const { return measured_; }
    int wrong() const { return wrong_; }
    int failed() const { return failed_; }
    int skipped() const { return skipped_; }

private:
    void one(const Case& c);
    void race(const Case& c, const Operands& operands, std::vector<std::unique_ptr<Contender>>& contenders);
    void measure(Contender& contender, Cache cache, Launch launch, double seconds, std::vector<double>& samples,
                 int& runs);
    bool check(const Case& c, const Operands& operands, Contender& contender, Json& into);
    void skip(const Case& c, const std::string& peer, const std::string& reason);
    void fail(const Case& c, const std::string& peer, const CallError& error);
    Json about(const Case& c, const std::string& peer) const;
    bool outOfTime() const;
    const Pool& pool(Dtype dtype);

    const Device& device_;
    const Libraries& libraries_;
    const Sampler& sampler_;
    const Options& options_;
    Report write_;
    std::chrono::steady_clock::time_point start_;
    std::vector<std::unique_ptr<Pool>> pools_;
    int measured_ = 0, wrong_ = 0, failed_ = 0, skipped_ = 0;
    bool lost_ = false;
    std::string loss_;
};
