#include "CKernelsElementwise.h"
#include "kernel.h"

CK_CLONES void ck_axpy(float factor, const float *restrict x, float *restrict y, size_t count) {
    CK_FAST
    for (size_t i = 0; i < count; i++) y[i] += factor * x[i];
}

CK_CLONES void ck_scale(float factor, float *x, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] *= factor;
}

CK_CLONES void ck_add(const float *a, const float *b, float *output, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) output[i] = a[i] + b[i];
}

CK_CLONES void ck_multiply(const float *a, const float *b, float *output, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) output[i] = a[i] * b[i];
}
