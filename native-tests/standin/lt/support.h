/* Which types go together: the manual's tables for cublasLtMatmul, columns-major. */
#pragma once

enum { NO_EPILOGUE = -1 };

struct support {
    short compute, scale, ab, c, d;
    short bias;             /* its type, or NO_EPILOGUE */
    short multiple;         /* of m and k; A is transposed and B is not; 1: no such rule */
    short alignment;        /* in bytes, of addresses and leading dimensions */
    short capability;       /* of the device, at least */
};

/* Null when they do not. */
const struct support *support_find(int compute, int scale, int a, int b, int c, int d);
