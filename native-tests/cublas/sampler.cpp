#include "sampler.h"

#include <algorithm>
#include <chrono>
#include <cmath>

const char* name(Cache cache) { return cache == Cache::HOT ? "hot" : "cold"; }
const char* name(Launch launch) { return launch == Launch::STREAM ? "stream" : "graph"; }

double quantile(std::vector<double> samples, double part) {
    std::sort(samples.begin(), samples.end());
    double position = part * double(samples.size() - 1);
    auto below = std::size_t(position);
    std::size_t above = std::min(below + 1, samples.size() - 1);
    return samples[below] + (position - double(below)) * (samples[above] - samples[below]);
}

Shot::Shot(const Device& device, const Work& work, Launch launch, int runs)
    : device_(device), work_(work), runs_(runs) {
    if (launch == Launch::GRAPH)
        capture();
}

Shot::~Shot() {
    device_.driver().streamSynchronize(device_.stream());
    if (executable_)
        device_.driver().graphExecDestroy(executable_);
    if (graph_)
        device_.driver().graphDestroy(graph_);
}

void Shot::capture() {
    const Driver& driver = device_.driver();
    driver.check(driver.streamBeginCapture(device_.stream(), abi::CAPTURE_THREAD_LOCAL), "cuStreamBeginCapture");
    try {
        for (int i = 0; i < runs_; i++)
            work_();
    } catch (...) {
        abi::Handle broken = nullptr;
        if (driver.streamEndCapture(device_.stream(), &broken) == 0 && broken)
            driver.graphDestroy(broken);
        throw;
    }
    driver.check(driver.streamEndCapture(device_.stream(), &graph_), "cuStreamEndCapture");
    int status = driver.graphInstantiate(&executable_, graph_, 0);
    if (status != 0)
        driver.graphDestroy(graph_);  // no destructor runs for what was not constructed
    driver.check(status, "cuGraphInstantiateWithFlags");
}

void Shot::fire() const {
    if (executable_) {
        device_.driver().check(device_.driver().graphLaunch(executable_, device_.stream()), "cuGraphLaunch");
        return;
    }
    for (int i = 0; i < runs_; i++)
        work_();
}

Sampler::Sampler(const Device& device, std::size_t flushBytes, double warmUpSeconds, double sampleSeconds)
    : device_(device), flush_(device, flushBytes), events_(device, BLOCK), warmUpSeconds_(warmUpSeconds),
      sampleSeconds_(sampleSeconds) {}

double Sampler::warmUp(const Work& work) const {
    using Clock = std::chrono::steady_clock;
    auto elapsed = [start = Clock::now()] { return std::chrono::duration<double>(Clock::now() - start).count(); };
    double perRun = 0;
    int runs = 1;
    for (int round = 0; round < 3 || elapsed() < warmUpSeconds_; round++) {
        events_.start(0);
        for (int i = 0; i < runs; i++)
            work();
        events_.stop(0);
        device_.synchronize();
        perRun = std::max(events_.seconds(0), 1e-7) / runs;
        if (perRun * runs < sampleSeconds_)
            runs = std::min(2 * runs, 1 << 10);
    }
    return perRun;
}

double Sampler::quick(const Work& work) const {
    work();
    events_.start(0);
    for (int i = 0; i < 4; i++)
        work();
    events_.stop(0);
    device_.synchronize();
    return std::max(events_.seconds(0), 1e-7) / 4;
}

int Sampler::runs(double seconds) const {
    return int(std::clamp(std::ceil(sampleSeconds_ / seconds), 1.0, 1000.0));
}

std::vector<double> Sampler::sample(const Shot& shot, Cache cache, int count) const {
    std::vector<double> samples;
    while (int(samples.size()) < count) {
        int block = std::min(BLOCK, count - int(samples.size()));
        for (int i = 0; i < block; i++) {
            if (cache == Cache::COLD)
                flush_.fill(static_cast<unsigned char>(i));
            events_.start(i);
            shot.fire();
            events_.stop(i);
        }
        device_.synchronize();
        for (int i = 0; i < block; i++)
            samples.push_back(events_.seconds(i) / shot.runs());
    }
    return samples;
}
