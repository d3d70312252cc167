package dev.pointwise.cuda;

/**
 * The attributes of cuBLASLt's descriptors that are set here: each one's number and bytes, as in
 * cublasLt.h. The library refuses a value of any other size.
 */
enum LtAttribute {
  /** cublasOperation_t, of A as it is stored. */
  TRANSPOSE_A(Owner.PRODUCT, 3, 4),
  TRANSPOSE_B(Owner.PRODUCT, 4, 4),
  /** cublasLtEpilogue_t. */
  EPILOGUE(Owner.PRODUCT, 7, 4),
  /** Device address of as many numbers as D has rows, of D's type. */
  BIAS_POINTER(Owner.PRODUCT, 8, 8),
  /** Elements from the bias of one product of a batch to the next's. */
  BIAS_BATCH_STRIDE(Owner.PRODUCT, 10, 8),
  /** Whether sums of FP8 products stay in the tensor cores' own, narrower accumulators. */
  FAST_ACCUMULATION(Owner.PRODUCT, 25, 1),

  BATCH_COUNT(Owner.LAYOUT, 5, 4),
  /** Elements from one matrix of a batch to the next. */
  BATCH_STRIDE(Owner.LAYOUT, 6, 8),

  /** Bytes; 0 unless it is set. */
  MOST_WORKSPACE(Owner.PREFERENCE, 1, 8),
  /** cublasLtReductionScheme_t's, together. */
  REDUCTION_SCHEMES(Owner.PREFERENCE, 3, 4),
  /** Bytes that A's address is a multiple of; 256 unless it is set. */
  ALIGNMENT_A(Owner.PREFERENCE, 5, 4),
  ALIGNMENT_B(Owner.PREFERENCE, 6, 4),
  ALIGNMENT_C(Owner.PREFERENCE, 7, 4),
  ALIGNMENT_D(Owner.PREFERENCE, 8, 4);

  /** The kinds of descriptors. */
  enum Owner {
    PRODUCT,
    LAYOUT,
    PREFERENCE
  }

  final Owner owner;
  final int number;
  final int bytes;

  LtAttribute(Owner owner, int number, int bytes) {
    this.owner = owner;
    this.number = number;
    this.bytes = bytes;
  }
}
