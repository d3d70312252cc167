// Ways to compute one layer on the libraries at hand.
#pragma once
#include <memory>
#include <string>

#include "json.h"
#include "operands.h"
#include "sampler.h"

/** A way to compute one layer, ready to run on its operands. */
class Contender {
public:
    virtual ~Contender() = default;
    virtual std::string name() const = 0;
    /** The part of the layer's epilogue that it computes. */
    virtual Epilogue applied() const = 0;
    /** Enqueues the layer once, in the way that is best for that state of the cache. */
    virtual void run(Cache cache) = 0;
    /** What was chosen, for the report. */
    virtual void describe(Cache, Json&) const {}
};

/** The handles of the libraries on a device, and the workspace that they share. */
class Libraries {
public:
    Libraries(const Device& device, const Blas& blas, const BlasLt& lt, std::size_t workspaceBytes);
    ~Libraries();
    Libraries(const Libraries&) = delete;

    /** cublasGemmStridedBatchedEx: the bare product. */
    std::unique_ptr<Contender> stridedBatched(const Operands& operands, const Gemm& gemm) const;
    /**
     * cublasLtMatmul with as much of the epilogue as it has, and the quickest of the first eight algorithms of its
     * heuristics; or a reason in place of it.
     */
    std::unique_ptr<Contender> lt(const Operands& operands, const Gemm& gemm, const Sampler& sampler,
                                  std::string& reason) const;

    const Device& device;
    const Blas& blas;
    const BlasLt& ltLibrary;
    Buffer workspace;
    abi::Handle handle = nullptr;
    abi::Handle ltHandle = nullptr;
};
