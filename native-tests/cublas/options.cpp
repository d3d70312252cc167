#include "options.h"

#include <cstdlib>
#include <functional>
#include <map>
#include <sstream>

#include "library.h"

namespace {

std::vector<std::string> list(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');)
        all.push_back(part);
    if (all.empty())
        throw UsageError{"an option's list is empty"};
    return all;
}

double number(const std::string& option, const std::string& text, double least) {
    char* end = nullptr;
    double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end || !(value >= least && value <= 1e12))
        throw UsageError{option + " is '" + text + "', expected a number of at least "
                         + std::to_string(std::int64_t(least))};
    return value;
}

std::int64_t whole(const std::string& option, const std::string& text, std::int64_t least) {
    double value = number(option, text, double(least));
    if (value != double(std::int64_t(value)))
        throw UsageError{option + " is '" + text + "', expected a whole number"};
    return std::int64_t(value);
}

template <class T>
std::vector<T> choose(const std::string& option, const std::string& text, const std::vector<T>& known) {
    std::vector<T> chosen;
    for (const auto& part : list(text)) {
        std::size_t before = chosen.size();
        for (T value : known)
            if (part == name(value) || part == "both")
                chosen.push_back(value);
        if (chosen.size() == before)
            throw UsageError{option + " has '" + part + "', expected " + name(known[0]) + " or " + name(known[1])};
    }
    return chosen;
}

}  // namespace

const char* Options::usage() {
    return "usage: cublas-bench [SHAPES.csv] [options]\n"
           "  --dtype f32,tf32,f16,bf16  types (f16,bf16)\n"
           "  --layout nchw,nhwc         layouts (nhwc)\n"
           "  --batch 1,8,...            batch sizes (1)\n"
           "  --epilogue layer|none|...  what follows the product: as the row says, or some of bias, add, relu,\n"
           "                             gelu joined by _, such as bias_relu (layer)\n"
           "  --peer strided,lt          what to run (both)\n"
           "  --cache hot,cold           without or with overwriting the L2 before each sample (both)\n"
           "  --launch stream,graph      as calls, or as a CUDA graph (both)\n"
           "  --model NAME,...           rows of these networks only\n"
           "  --limit N                  the first N shapes only, in the order in which they are run\n"
           "  --all                      repeated shapes too\n"
           "  --order spread|file        spread: what time allows is a cross-section of the file (spread)\n"
           "  --samples N                samples of each figure (30)\n"
           "  --warm-up S, --sample S    seconds to run before, and in one hot sample (0.01, 0.0005)\n"
           "  --seconds S                stop after that long; the rest is listed as not run\n"
           "  --flush MIB                how much is written to overwrite the L2 (twice its size)\n"
           "  --workspace MIB            for the libraries (32 on compute capability 9 and newer, else 4)\n"
           "  --ceilings                 first measure copy bandwidth, write bandwidth and the peak of products\n"
           "  --ceiling-extent N         extent of those products (8192)\n"
           "  --cuda-path DIR:...        where libcublas, libcublasLt and libcuda are; then POINTWISE_CUDA_PATH, then\n"
           "                             the dynamic linker, CUDA_PATH, CUDA_HOME and /usr/local/cuda\n"
           "  --device N, --seed N, --out FILE\n"
           "Exit code: 0 all right, 1 a wrong result, 2 usage, 3 something failed or nothing was measured, 6 no GPU or\n"
           "no CUDA libraries.\n";
}

Options Options::parse(int count, char** arguments) {
    Options o;
    using Setter = std::function<void(const std::string&, const std::string&)>;
    const std::map<std::string, Setter> settings = {
        {"--cuda-path", [&](auto&, auto& v) { o.cudaPath = v; }},
        {"--out", [&](auto&, auto& v) { o.out = v; }},
        {"--model", [&](auto&, auto& v) { o.models = list(v); }},
        {"--dtype", [&](auto&, auto& v) {
             o.dtypes.clear();
             for (const auto& part : list(v))
                 o.dtypes.push_back(parseDtype(part));
         }},
        {"--layout", [&](auto&, auto& v) {
             o.layouts.clear();
             for (const auto& part : list(v))
                 o.layouts.push_back(parseLayout(part));
         }},
        {"--batch", [&](auto& k, auto& v) {
             o.batches.clear();
             for (const auto& part : list(v))
                 o.batches.push_back(whole(k, part, 1));
         }},
        {"--epilogue", [&](auto&, auto& v) {
             if (v != "layer")
                 Epilogue::parse(v);
             o.epilogue = v;
         }},
        {"--peer", [&](auto& k, auto& v) {
             o.strided = o.lt = false;
             for (const auto& part : list(v)) {
                 if (part != "strided" && part != "lt")
                     throw UsageError{k + " has '" + part + "', expected strided or lt"};
                 (part == "lt" ? o.lt : o.strided) = true;
             }
         }},
        {"--cache", [&](auto& k, auto& v) { o.caches = choose<Cache>(k, v, {Cache::HOT, Cache::COLD}); }},
        {"--launch", [&](auto& k, auto& v) { o.launches = choose<Launch>(k, v, {Launch::STREAM, Launch::GRAPH}); }},
        {"--order", [&](auto& k, auto& v) {
             if (v != "spread" && v != "file")
                 throw UsageError{k + " is '" + v + "', expected spread or file"};
             o.fileOrder = v == "file";
         }},
        {"--limit", [&](auto& k, auto& v) { o.limit = whole(k, v, 1); }},
        {"--samples", [&](auto& k, auto& v) { o.samples = int(whole(k, v, 1)); }},
        {"--warm-up", [&](auto& k, auto& v) { o.warmUpSeconds = number(k, v, 0); }},
        {"--sample", [&](auto& k, auto& v) { o.sampleSeconds = number(k, v, 0); }},
        {"--seconds", [&](auto& k, auto& v) { o.seconds = number(k, v, 1); }},
        {"--flush", [&](auto& k, auto& v) { o.flushMebibytes = whole(k, v, 1); }},
        {"--workspace", [&](auto& k, auto& v) { o.workspaceMebibytes = whole(k, v, 1); }},
        {"--ceiling-extent", [&](auto& k, auto& v) { o.ceilingExtent = whole(k, v, 16); }},
        {"--device", [&](auto& k, auto& v) { o.device = int(whole(k, v, 0)); }},
        {"--seed", [&](auto& k, auto& v) { o.seed = std::uint64_t(whole(k, v, 0)); }},
    };
    for (int i = 1; i < count; i++) {
        std::string argument = arguments[i];
        auto setting = settings.find(argument);
        if (argument == "--ceilings")
            o.ceilings = true;
        else if (argument == "--all")
            o.all = true;
        else if (argument == "--help")
            o.help = true;
        else if (setting != settings.end() && i + 1 < count)
            setting->second(argument, arguments[++i]);
        else if (argument.rfind("-", 0) != 0 && o.shapes.empty())
            o.shapes = argument;
        else
            throw UsageError{"'" + argument + "' is unknown, a second file, or lacks its value"};
    }
    if (!o.help && o.shapes.empty() && !o.ceilings)
        throw UsageError{"nothing to do: give a file of shapes, or --ceilings"};
    return o;
}
