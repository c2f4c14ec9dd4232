#include "CKernelsElementwise.h"
#include "exponential.h"
#include <math.h>

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

CK_CLONES void ck_exp(const float *x, float *output, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) {
        float argument = x[i], value = exponential(argument);
        value = argument < -87.33654f ? 0 : value;
        output[i] = argument > 88.72283f ? INFINITY : value;
    }
}

CK_CLONES void ck_add_row(const float *restrict row, float *restrict x, size_t rows,
                          size_t columns) {
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) x[i * columns + j] += row[j];
    }
}

CK_CLONES void ck_column_sums(const float *restrict x, float *restrict sums, size_t rows,
                              size_t columns) {
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) sums[j] += x[i * columns + j];
    }
}
