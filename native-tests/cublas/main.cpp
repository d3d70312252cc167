// cublas-bench: 1x1 convolutions on raw cuBLAS and cuBLASLt.
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "runner.h"
#include "shapes.h"

namespace {

constexpr int WRONG = 1, USAGE = 2, FAILED = 3, UNAVAILABLE = 6;

class Output {
public:
    explicit Output(const std::string& file) : file_(file.empty() ? stdout : std::fopen(file.c_str(), "w")) {
        if (!file_)
            throw UsageError{file + " cannot be written"};
    }
    ~Output() {
        if (file_ != stdout)
            std::fclose(file_);
    }
    Output(const Output&) = delete;

    // Line by line, so that what was measured is kept whatever comes.
    void write(const Json& json) {
        std::string line = json.text() + "\n";
        lost_ = std::fwrite(line.data(), 1, line.size(), file_) != line.size() || std::fflush(file_) != 0 || lost_;
    }
    bool lost() const { return lost_; }

private:
    std::FILE* file_;
    bool lost_ = false;
};

std::vector<Case> casesOf(const Options& options) {
    std::vector<Case> cases;
    if (options.shapes.empty())
        return cases;
    std::vector<Layer> layers;
    for (Layer layer : readShapes(options.shapes)) {
        if (!options.models.empty()
            && std::find(options.models.begin(), options.models.end(), layer.network) == options.models.end())
            continue;
        if (options.epilogue != "layer")
            layer.epilogue = Epilogue::parse(options.epilogue);
        layers.push_back(layer);
    }
    if (layers.empty())
        throw UsageError{options.shapes + " has no row of the networks asked for"};
    if (!options.all)
        layers = distinct(layers);
    if (!options.fileOrder)
        layers = spread(layers);
    if (options.limit > 0 && std::size_t(options.limit) < layers.size())
        layers.resize(std::size_t(options.limit));
    for (Layer& layer : layers)
        for (std::int64_t batch : options.batches)
            for (Dtype dtype : options.dtypes)
                for (Layout layout : options.layouts) {
                    layer.n = batch;
                    cases.push_back({layer, dtype, layout});
                }
    return cases;
}

Json provenance(const Device& device, const Libraries& libraries, const Sampler& sampler, const Options& options,
                int count, char** arguments) {
    std::string command;
    for (int i = 0; i < count; i++)
        command += (i ? " " : "") + std::string(arguments[i]);
    int version = 0;
    checkBlas(libraries.blas.getVersion(libraries.handle, &version), "cublasGetVersion");
    Json json;
    json.put("kind", "provenance").put("schema", 1).put("program", "cublas-bench").put("command", command)
        .put("device", device.name()).put("measures_speed", !device.standIn())
        .put("capability", std::to_string(device.attribute(abi::CAPABILITY_MAJOR)) + "."
                               + std::to_string(device.attribute(abi::CAPABILITY_MINOR)))
        .put("multiprocessors", device.attribute(abi::MULTIPROCESSORS)).put("l2_bytes", device.l2Bytes())
        .put("memory_bytes", device.totalBytes()).put("free_bytes", device.freeBytes())
        .put("driver", device.driverVersion()).put("cublas", version)
        .put("libcuda", device.driver().library.place()).put("libcublas", libraries.blas.library.place())
        .put("libcublaslt", libraries.ltLibrary.library.place()).put("flush_bytes", sampler.flushBytes())
        .put("workspace_bytes", libraries.workspace.bytes()).put("seed", std::size_t(options.seed));
    if (libraries.ltHandle)
        json.put("cublaslt", libraries.ltLibrary.getVersion());
    if (device.standIn())
        json.put("warning", "computed on a CPU stand-in: none of these times is a speed");
    if (!device.graphless().empty())
        json.put("no_graphs", device.graphless());
    return json;
}

int run(int count, char** arguments) {
    Options options = Options::parse(count, arguments);
    if (options.help) {
        std::cout << Options::usage();
        return 0;
    }
    std::vector<Case> cases = casesOf(options);
    auto directories = libraryDirectories(options.cudaPath);
    Driver driver(directories);
    Device device(driver, options.device);
    Blas blas(directories);
    BlasLt lt(directories, blas.library);
    std::size_t workspace = std::size_t(options.workspaceMebibytes) << 20;
    if (!workspace)
        workspace = std::size_t(device.attribute(abi::CAPABILITY_MAJOR) >= 9 ? 32 : 4) << 20;
    Libraries libraries(device, blas, lt, workspace);
    std::size_t flush = std::max(std::size_t(options.flushMebibytes) << 20, 2 * device.l2Bytes());
    Sampler sampler(device, std::max(flush, std::size_t(1) << 20), options.warmUpSeconds, options.sampleSeconds);
    Output output(options.out);
    int ceilingsWrong = 0;
    Report write = [&](const Json& json) { output.write(json); };
    write(provenance(device, libraries, sampler, options, count, arguments));
    if (!device.graphless().empty()
        && std::count(options.launches.begin(), options.launches.end(), Launch::GRAPH) > 0)
        write(Json().put("kind", "not_run").put("launch", "graph").put("reason", device.graphless()));
    if (options.lt && !lt.unavailable().empty())
        write(Json().put("kind", "not_run").put("peer", "cublasLtMatmul").put("reason", lt.unavailable()));
    Runner runner(device, libraries, sampler, options, write);
    if (options.ceilings)
        ceilingsWrong = ceilings(device, libraries, sampler, options, write);
    runner.run(cases);
    int wrong = runner.wrong() + ceilingsWrong;
    int code = wrong ? WRONG
        : runner.failed() || output.lost() || (!cases.empty() && runner.measured() == 0) ? FAILED : 0;
    write(Json().put("kind", "summary").put("cases", cases.size()).put("measurements", runner.measured())
              .put("wrong", wrong).put("failed", runner.failed()).put("not_run", runner.skipped()).put("exit", code));
    if (output.lost())
        std::fprintf(stderr, "cublas-bench: some of the output could not be written\n");
    std::fprintf(stderr, "cublas-bench: %s%s: %zu cases, %d measurements, %d wrong, %d failed, %d not run\n",
                 device.name().c_str(), device.standIn() ? " (no speed)" : "", cases.size(), runner.measured(), wrong,
                 runner.failed(), runner.skipped());
    return code;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        return run(count, arguments);
    } catch (const UsageError& e) {
        std::cerr << "cublas-bench: " << e.text << "\n(--help lists the options)\n";
        return USAGE;
    } catch (const Unavailable& e) {
        std::cerr << "cublas-bench: " << e.text << "\n";
        return UNAVAILABLE;
    } catch (const CallError& e) {
        std::cerr << "cublas-bench: " << e.text << "\n";
        return FAILED;
    }
}
