#include "CKernelsActivations.h"
#include "exponential.h"

typedef struct {
    float value, slope;
} activation;

typedef activation (*function)(float);

// x · σ(2u) with u = √(2/π) · (x + 0.044715 x³), for (1 + tanh u) / 2 is σ(2u).
CK_INLINE activation gelu(float x) {
    const float root = 1.59576912f, cubic = 0.044715f;
    // Past 16 the slope is 0 or 1; a larger square would meet a σ that is not exactly 0.
    float bounded = x < -16 ? -16 : x;
    bounded = bounded > 16 ? 16 : bounded;
    float square = bounded * bounded;
    logistic s = logistic_of(root * bounded * (1 + cubic * square));
    float slope = s.value * s.complement * root * (1 + 3 * cubic * square);
    activation result = {times_logistic(x, s), s.value + bounded * slope};
    return result;
}

CK_INLINE activation silu(float x) {
    logistic s = logistic_of(x);
    activation result = {times_logistic(x, s), s.value + x * (s.value * s.complement)};
    return result;
}

CK_INLINE void activate(function f, const float *x, const float *bias, float *output,
                        float *slope, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
#pragma clang loop vectorize(assume_safety)
        for (size_t j = 0; j < columns; j++) {
            activation a = f(x[start + j] + (bias ? bias[j] : 0));
            output[start + j] = a.value;
            if (slope) slope[start + j] = a.slope;
        }
    }
}

#define ACTIVATE(f, slope) \
    if (bias) \
        activate(f, x, bias, output, slope, rows, columns); \
    else \
        activate(f, x, NULL, output, slope, 1, rows *columns)

CK_CLONES void ck_gelu(const float *x, const float *bias, float *output, size_t rows,
                       size_t columns) {
    ACTIVATE(gelu, NULL);
}

CK_CLONES void ck_gelu_slope(float *x, const float *bias, float *output, size_t rows,
                             size_t columns) {
    ACTIVATE(gelu, x);
}

CK_CLONES void ck_silu(const float *x, const float *bias, float *output, size_t rows,
                       size_t columns) {
    ACTIVATE(silu, NULL);
}

CK_CLONES void ck_silu_slope(float *x, const float *bias, float *output, size_t rows,
                             size_t columns) {
    ACTIVATE(silu, x);
}

CK_CLONES void ck_slope_backward(const float *dy, const float *slope, float *dx, float *dbias,
                                 size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        if (dbias) {
#pragma clang loop vectorize(assume_safety)
            for (size_t j = 0; j < columns; j++) {
                float value = dy[start + j] * slope[start + j];
                dx[start + j] = value;
                dbias[j] += value;
            }
        } else {
#pragma clang loop vectorize(assume_safety)
            for (size_t j = 0; j < columns; j++) dx[start + j] = dy[start + j] * slope[start + j];
        }
    }
}

CK_INLINE void swiglu(const float *x, const float *bias, float *output, float *slope, size_t rows,
                      size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        size_t gate = 2 * row * columns, value = gate + columns, start = row * columns;
#pragma clang loop vectorize(assume_safety)
        for (size_t j = 0; j < columns; j++) {
            activation a = silu(x[gate + j] + (bias ? bias[j] : 0));
            float b = x[value + j] + (bias ? bias[columns + j] : 0);
            output[start + j] = a.value * b;
            if (slope) {
                slope[gate + j] = a.slope * b;
                slope[value + j] = a.value;
            }
        }
    }
}

CK_CLONES void ck_swiglu(const float *x, const float *bias, float *output, size_t rows,
                         size_t columns) {
    if (bias)
        swiglu(x, bias, output, NULL, rows, columns);
    else
        swiglu(x, NULL, output, NULL, rows, columns);
}

CK_CLONES void ck_swiglu_slope(float *x, const float *bias, float *output, size_t rows,
                               size_t columns) {
    if (bias)
        swiglu(x, bias, output, x, rows, columns);
    else
        swiglu(x, NULL, output, x, rows, columns);
}

CK_CLONES void ck_swiglu_backward(const float *dy, const float *slope, float *dx, float *dbias,
                                  size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        size_t gate = 2 * row * columns, value = gate + columns, start = row * columns;
#pragma clang loop vectorize(assume_safety)
        for (size_t j = 0; j < columns; j++) {
            float a = dy[start + j] * slope[gate + j], b = dy[start + j] * slope[value + j];
            dx[gate + j] = a;
            dx[value + j] = b;
            if (dbias) {
                dbias[j] += a;
                dbias[columns + j] += b;
            }
        }
    }
}
