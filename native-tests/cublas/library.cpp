#include "library.h"

#include <dlfcn.h>
#include <link.h>

#include <cstdlib>
#include <sstream>

namespace {

void split(const std::string& text, std::vector<std::string>& into) {
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ':');)
        if (!part.empty())
            into.push_back(part);
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::string directoryOf(const std::string& path) {
    auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

template <class F>
void bind(const Library& library, F& into, const char* name) {
    into = reinterpret_cast<F>(library.symbol(name));
}

template <class F>
void require(const Library& library, F& into, const char* name) {
    bind(library, into, name);
    if (!into)
        throw Unavailable{library.place() + " has no " + name};
}

// The wheels and the toolkit, in the order in which they are tried: newest first.
std::vector<std::string> blasNames() { return {"libcublas.so.13", "libcublas.so.12"}; }

std::vector<std::string> ltNames(const std::string& blas) {
    auto version = blas.rfind(".so.");
    if (version == std::string::npos)
        return {"libcublasLt.so.13", "libcublasLt.so.12"};
    return {"libcublasLt.so." + blas.substr(version + 4).substr(0, 2)};
}

std::vector<std::string> besideFirst(const std::vector<std::string>& directories, const Library& blas) {
    std::vector<std::string> all;
    if (blas.present() && !directoryOf(blas.place()).empty())
        all.push_back(directoryOf(blas.place()));
    all.insert(all.end(), directories.begin(), directories.end());
    return all;
}

const char* blasStatusName(int status) {
    switch (status) {
        case 1: return "CUBLAS_STATUS_NOT_INITIALIZED";
        case abi::BLAS_ALLOC_FAILED: return "CUBLAS_STATUS_ALLOC_FAILED";
        case 7: return "CUBLAS_STATUS_INVALID_VALUE";
        case 8: return "CUBLAS_STATUS_ARCH_MISMATCH";
        case 11: return "CUBLAS_STATUS_MAPPING_ERROR";
        case 13: return "CUBLAS_STATUS_EXECUTION_FAILED";
        case 14: return "CUBLAS_STATUS_INTERNAL_ERROR";
        case abi::BLAS_NOT_SUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
        case 16: return "CUBLAS_STATUS_LICENSE_ERROR";
        default: return "an unknown status";
    }
}

}  // namespace

std::vector<std::string> libraryDirectories(const std::string& given) {
    std::vector<std::string> all;
    split(given, all);
    split(environment("POINTWISE_CUDA_PATH"), all);
    return all;
}

Library::Library(const std::vector<std::string>& directories, const std::vector<std::string>& names) {
    std::string reasons;
    std::vector<std::string> paths;
    for (const auto& directory : directories)
        for (const auto& name : names)
            paths.push_back(directory + "/" + name);
    paths.insert(paths.end(), names.begin(), names.end());
    for (const char* root : {"CUDA_PATH", "CUDA_HOME"})
        if (!environment(root).empty())
            for (const auto& name : names)
                paths.push_back(environment(root) + "/lib64/" + name);
    for (const auto& name : names)
        paths.push_back("/usr/local/cuda/lib64/" + name);
    for (const auto& path : paths) {
        handle_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (handle_) {
            link_map* map = nullptr;
            place_ = dlinfo(handle_, RTLD_DI_LINKMAP, &map) == 0 && map->l_name[0] ? map->l_name : path;
            return;
        }
        reasons += (reasons.empty() ? "" : "; ") + std::string(dlerror());
    }
    place_ = reasons;
}

void* Library::symbol(const char* name) const { return handle_ ? dlsym(handle_, name) : nullptr; }

Driver::Driver(const std::vector<std::string>& directories) : library(directories, {"libcuda.so.1"}) {
    if (!library.present())
        throw Unavailable{"no libcuda.so.1: " + library.place()};
    require(library, init, "cuInit");
    require(library, driverGetVersion, "cuDriverGetVersion");
    require(library, getErrorName, "cuGetErrorName");
    require(library, deviceGetCount, "cuDeviceGetCount");
    require(library, deviceGet, "cuDeviceGet");
    require(library, deviceGetName, "cuDeviceGetName");
    require(library, deviceGetAttribute, "cuDeviceGetAttribute");
    require(library, deviceTotalMem, "cuDeviceTotalMem_v2");
    require(library, primaryCtxRetain, "cuDevicePrimaryCtxRetain");
    require(library, primaryCtxRelease, "cuDevicePrimaryCtxRelease_v2");
    require(library, ctxSetCurrent, "cuCtxSetCurrent");
    require(library, memGetInfo, "cuMemGetInfo_v2");
    require(library, memAlloc, "cuMemAlloc_v2");
    require(library, memFree, "cuMemFree_v2");
    require(library, memcpyHtoDAsync, "cuMemcpyHtoDAsync_v2");
    require(library, memcpyDtoH, "cuMemcpyDtoH_v2");
    require(library, memcpyDtoDAsync, "cuMemcpyDtoDAsync_v2");
    require(library, memsetD8Async, "cuMemsetD8Async");
    require(library, streamCreate, "cuStreamCreate");
    require(library, streamDestroy, "cuStreamDestroy_v2");
    require(library, streamSynchronize, "cuStreamSynchronize");
    require(library, eventCreate, "cuEventCreate");
    require(library, eventDestroy, "cuEventDestroy_v2");
    require(library, eventRecord, "cuEventRecord");
    require(library, eventElapsedTime, "cuEventElapsedTime");
    bind(library, streamBeginCapture, "cuStreamBeginCapture_v2");
    bind(library, streamEndCapture, "cuStreamEndCapture");
    bind(library, graphInstantiate, "cuGraphInstantiateWithFlags");
    bind(library, graphLaunch, "cuGraphLaunch");
    bind(library, graphExecDestroy, "cuGraphExecDestroy");
    bind(library, graphDestroy, "cuGraphDestroy");
}

void Driver::check(int status, const char* call) const {
    if (status == 0)
        return;
    const char* name = nullptr;
    if (getErrorName(status, &name) != 0 || !name)
        name = "an unknown error";
    throw CallError{std::string(call) + " failed: " + name + " (" + std::to_string(status) + ")",
                    status == abi::OUT_OF_MEMORY, status == abi::NOT_SUPPORTED};
}

Blas::Blas(const std::vector<std::string>& directories) : library(directories, blasNames()) {
    if (!library.present())
        throw Unavailable{"no cuBLAS: " + library.place()};
    require(library, create, "cublasCreate_v2");
    require(library, destroy, "cublasDestroy_v2");
    require(library, getVersion, "cublasGetVersion_v2");
    require(library, setStream, "cublasSetStream_v2");
    require(library, setWorkspace, "cublasSetWorkspace_v2");
    require(library, setMathMode, "cublasSetMathMode");
    require(library, gemmStridedBatchedEx, "cublasGemmStridedBatchedEx");
}

BlasLt::BlasLt(const std::vector<std::string>& directories, const Library& blas)
    : library(besideFirst(directories, blas), ltNames(blas.place())) {
    bind(library, create, "cublasLtCreate");
    bind(library, destroy, "cublasLtDestroy");
    bind(library, getVersion, "cublasLtGetVersion");
    bind(library, descCreate, "cublasLtMatmulDescCreate");
    bind(library, descDestroy, "cublasLtMatmulDescDestroy");
    bind(library, descSet, "cublasLtMatmulDescSetAttribute");
    bind(library, layoutCreate, "cublasLtMatrixLayoutCreate");
    bind(library, layoutDestroy, "cublasLtMatrixLayoutDestroy");
    bind(library, layoutSet, "cublasLtMatrixLayoutSetAttribute");
    bind(library, preferenceCreate, "cublasLtMatmulPreferenceCreate");
    bind(library, preferenceDestroy, "cublasLtMatmulPreferenceDestroy");
    bind(library, preferenceSet, "cublasLtMatmulPreferenceSetAttribute");
    bind(library, heuristic, "cublasLtMatmulAlgoGetHeuristic");
    bind(library, configGet, "cublasLtMatmulAlgoConfigGetAttribute");
    bind(library, matmul, "cublasLtMatmul");
}

std::string BlasLt::unavailable() const {
    if (!library.present())
        return "no cuBLASLt: " + library.place();
    bool complete = create && destroy && getVersion && descCreate && descDestroy && descSet && layoutCreate
        && layoutDestroy && layoutSet && preferenceCreate && preferenceDestroy && preferenceSet && heuristic
        && configGet && matmul;
    return complete ? "" : library.place() + " has no cublasLtMatmul, or not all that goes with it";
}

void checkBlas(int status, const char* call) {
    if (status != 0)
        throw CallError{std::string(call) + " failed: " + blasStatusName(status) + " (" + std::to_string(status) + ")",
                        status == abi::BLAS_ALLOC_FAILED, status == abi::BLAS_NOT_SUPPORTED};
}
