// The command line.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "layer.h"
#include "sampler.h"

struct Options {
    std::string shapes, cudaPath, out;
    std::vector<std::string> models;
    std::vector<Dtype> dtypes{Dtype::F16, Dtype::BF16};
    std::vector<Layout> layouts{Layout::NHWC};
    std::vector<std::int64_t> batches{1};
    std::vector<Cache> caches{Cache::HOT, Cache::COLD};
    std::vector<Launch> launches{Launch::STREAM, Launch::GRAPH};
    std::string epilogue = "layer";
    int samples = 30, device = 0;
    std::int64_t limit = 0, flushMebibytes = 0, workspaceMebibytes = 0, ceilingExtent = 8192;
    double seconds = 0, warmUpSeconds = 0.01, sampleSeconds = 0.0005;
    std::uint64_t seed = 1;
    bool ceilings = false, all = false, fileOrder = false, strided = true, lt = true, help = false;

    static Options parse(int count, char** arguments);
    static const char* usage();
};
