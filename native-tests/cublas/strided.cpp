// cublasGemmStridedBatchedEx, and the handles.
#include "contender.h"

namespace {

class StridedBatched : public Contender {
public:
    StridedBatched(const Libraries& libraries, const Operands& operands, const Gemm& gemm)
        : libraries_(libraries), operands_(operands), gemm_(gemm) {
        Dtype dtype = operands.pool.dtype();
        checkBlas(libraries.blas.setMathMode(libraries.handle,
                                             bytesOf(dtype) == 2 ? abi::MATH_DISALLOW_REDUCED_PRECISION_REDUCTION
                                                                 : abi::MATH_DEFAULT),
                  "cublasSetMathMode");
    }

    std::string name() const override { return "cublasGemmStridedBatchedEx"; }
    Epilogue applied() const override { return {}; }

    void run(Cache) override {
        const float one = 1, zero = 0;
        const Gemm& g = gemm_;
        int type = dataType(operands_.pool.dtype());
        const void* x = operands_.x.pointer();
        const void* w = operands_.weights.pointer();
        checkBlas(libraries_.blas.gemmStridedBatchedEx(
                      libraries_.handle, g.transposeA ? abi::OP_T : abi::OP_N, g.transposeB ? abi::OP_T : abi::OP_N,
                      int(g.m), int(g.n), int(g.k), &one, g.inputIsA ? x : w, type, int(g.a.ld), g.a.stride,
                      g.inputIsA ? w : x, type, int(g.b.ld), g.b.stride, &zero, operands_.y.pointer(), type,
                      int(g.c.ld), g.c.stride, int(g.batch), computeType(operands_.pool.dtype()), abi::GEMM_DEFAULT),
                  "cublasGemmStridedBatchedEx");
    }

private:
    const Libraries& libraries_;
    const Operands& operands_;
    Gemm gemm_;
};

}  // namespace

Libraries::Libraries(const Device& device, const Blas& blas, const BlasLt& lt, std::size_t workspaceBytes)
    : device(device), blas(blas), ltLibrary(lt), workspace(device, workspaceBytes) {
    checkBlas(blas.create(&handle), "cublasCreate");
    checkBlas(blas.setStream(handle, device.stream()), "cublasSetStream");
    checkBlas(blas.setWorkspace(handle, workspace.pointer(), workspace.bytes()), "cublasSetWorkspace");
    if (lt.unavailable().empty())
        checkBlas(lt.create(&ltHandle), "cublasLtCreate");
}

Libraries::~Libraries() {
    if (ltHandle)
        ltLibrary.destroy(ltHandle);
    blas.destroy(handle);
}

std::unique_ptr<Contender> Libraries::stridedBatched(const Operands& operands, const Gemm& gemm) const {
    return std::make_unique<StridedBatched>(*this, operands, gemm);
}
