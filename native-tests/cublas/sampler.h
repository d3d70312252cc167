// Times: device events around the work, after a warm-up.
#pragma once
#include <functional>
#include <vector>

#include "device.h"

enum class Cache { HOT, COLD };
enum class Launch { STREAM, GRAPH };
const char* name(Cache cache);
const char* name(Launch launch);

/** Enqueues the work once on the device's stream. */
using Work = std::function<void()>;

/** Between two samples, interpolated linearly. */
double quantile(std::vector<double> samples, double part);
inline double median(const std::vector<double>& samples) { return quantile(samples, 0.5); }

/** What is enqueued for one sample: so many runs, as calls or as one graph of them. */
class Shot {
public:
    Shot(const Device& device, const Work& work, Launch launch, int runs);
    ~Shot();
    Shot(const Shot&) = delete;

    void fire() const;
    int runs() const { return runs_; }

private:
    void capture();

    const Device& device_;
    Work work_;
    int runs_;
    abi::Handle graph_ = nullptr, executable_ = nullptr;
};

/**
 * Takes samples in seconds per run. Hot: a sample is as many runs in a row as take `sampleSeconds`. Cold: a sample is
 * one run, and before it the L2 is overwritten by writing a buffer of at least twice its size.
 */
class Sampler {
public:
    Sampler(const Device& device, std::size_t flushBytes, double warmUpSeconds, double sampleSeconds);

    std::size_t flushBytes() const { return flush_.bytes(); }
    /** Runs for a while and says about how long one run takes. */
    double warmUp(const Work& work) const;
    /** About how long one run takes, from five of them. */
    double quick(const Work& work) const;
    /** Runs in a hot sample of work that takes so long. */
    int runs(double seconds) const;
    std::vector<double> sample(const Shot& shot, Cache cache, int count) const;

private:
    static constexpr int BLOCK = 16;  // samples queued before waiting for them

    const Device& device_;
    Buffer flush_;
    EventPairs events_;
    double warmUpSeconds_, sampleSeconds_;
};
