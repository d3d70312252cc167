// The CUDA libraries, loaded at run time, and their entry points.
#pragma once
#include <string>
#include <vector>

#include "abi.h"

/** Something that a user can mend: a wrong argument, a malformed file. Exit code 2. */
struct UsageError {
    std::string text;
};

/** No device or no library to run on. Exit code 6. */
struct Unavailable {
    std::string text;
};

/** A call that failed. */
struct CallError {
    std::string text;
    bool memory;  // it ran out of memory: the next case may still run
    bool refused; // the library does not support what was asked for
};

/** One shared library; never unloaded. */
class Library {
public:
    /** Takes the first of those names found in the directories in turn, then wherever the dynamic linker looks. */
    Library(const std::vector<std::string>& directories, const std::vector<std::string>& names);
    bool present() const { return handle_ != nullptr; }
    /** Where it came from, or why it could not be loaded. */
    const std::string& place() const { return place_; }
    void* symbol(const char* name) const;

private:
    void* handle_ = nullptr;
    std::string place_;
};

/** The entry points of libcuda; null where the driver has none. */
struct Driver {
    explicit Driver(const std::vector<std::string>& directories);

    Library library;
    int (*init)(unsigned);
    int (*driverGetVersion)(int*);
    int (*getErrorName)(int, const char**);
    int (*deviceGetCount)(int*);
    int (*deviceGet)(abi::Device*, int);
    int (*deviceGetName)(char*, int, abi::Device);
    int (*deviceGetAttribute)(int*, int, abi::Device);
    int (*deviceTotalMem)(std::size_t*, abi::Device);
    int (*primaryCtxRetain)(abi::Handle*, abi::Device);
    int (*primaryCtxRelease)(abi::Device);
    int (*ctxSetCurrent)(abi::Handle);
    int (*memGetInfo)(std::size_t*, std::size_t*);
    int (*memAlloc)(abi::Pointer*, std::size_t);
    int (*memFree)(abi::Pointer);
    int (*memcpyHtoDAsync)(abi::Pointer, const void*, std::size_t, abi::Handle);
    int (*memcpyDtoH)(void*, abi::Pointer, std::size_t);
    int (*memcpyDtoDAsync)(abi::Pointer, abi::Pointer, std::size_t, abi::Handle);
    int (*memsetD8Async)(abi::Pointer, unsigned char, std::size_t, abi::Handle);
    int (*streamCreate)(abi::Handle*, unsigned);
    int (*streamDestroy)(abi::Handle);
    int (*streamSynchronize)(abi::Handle);
    int (*eventCreate)(abi::Handle*, unsigned);
    int (*eventDestroy)(abi::Handle);
    int (*eventRecord)(abi::Handle, abi::Handle);
    int (*eventElapsedTime)(float*, abi::Handle, abi::Handle);
    int (*streamBeginCapture)(abi::Handle, int);
    int (*streamEndCapture)(abi::Handle, abi::Handle*);
    int (*graphInstantiate)(abi::Handle*, abi::Handle, unsigned long long);
    int (*graphLaunch)(abi::Handle, abi::Handle);
    int (*graphExecDestroy)(abi::Handle);
    int (*graphDestroy)(abi::Handle);

    /** Throws what the status says, unless it is success. */
    void check(int status, const char* call) const;
};

/** The entry points of libcublas. */
struct Blas {
    explicit Blas(const std::vector<std::string>& directories);

    Library library;
    int (*create)(abi::Handle*);
    int (*destroy)(abi::Handle);
    int (*getVersion)(abi::Handle, int*);
    int (*setStream)(abi::Handle, abi::Handle);
    int (*setWorkspace)(abi::Handle, void*, std::size_t);
    int (*setMathMode)(abi::Handle, int);
    int (*gemmStridedBatchedEx)(abi::Handle, int, int, int, int, int, const void*, const void*, int, int, long long,
                                const void*, int, int, long long, const void*, void*, int, int, long long, int, int,
                                int);
};

/** The entry points of libcublasLt; those for products are null in a library without them. */
struct BlasLt {
    /** Of the same major version, and from the same directory, as the cuBLAS at hand. */
    BlasLt(const std::vector<std::string>& directories, const Library& blas);

    Library library;
    int (*create)(abi::Handle*);
    int (*destroy)(abi::Handle);
    std::size_t (*getVersion)();
    int (*descCreate)(abi::Handle*, int, int);
    int (*descDestroy)(abi::Handle);
    int (*descSet)(abi::Handle, int, const void*, std::size_t);
    int (*layoutCreate)(abi::Handle*, int, std::uint64_t, std::uint64_t, std::int64_t);
    int (*layoutDestroy)(abi::Handle);
    int (*layoutSet)(abi::Handle, int, const void*, std::size_t);
    int (*preferenceCreate)(abi::Handle*);
    int (*preferenceDestroy)(abi::Handle);
    int (*preferenceSet)(abi::Handle, int, const void*, std::size_t);
    int (*heuristic)(abi::Handle, abi::Handle, abi::Handle, abi::Handle, abi::Handle, abi::Handle, abi::Handle, int,
                     abi::Heuristic*, int*);
    int (*configGet)(const abi::Algorithm*, int, void*, std::size_t, std::size_t*);
    int (*matmul)(abi::Handle, abi::Handle, const void*, const void*, abi::Handle, const void*, abi::Handle,
                  const void*, const void*, abi::Handle, void*, abi::Handle, const abi::Algorithm*, void*,
                  std::size_t, abi::Handle);

    /** Why there can be no product with it; empty if there can. */
    std::string unavailable() const;
};

/** Throws what a cuBLAS or cuBLASLt status says, unless it is success. */
void checkBlas(int status, const char* call);

/** Directories from POINTWISE_CUDA_PATH, then those given; both separated by colons. */
std::vector<std::string> libraryDirectories(const std::string& given);
