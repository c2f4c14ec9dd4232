#ifndef MARTLET_CKERNELS_ACTIVATIONS_H
#define MARTLET_CKERNELS_ACTIVATIONS_H

#include <stddef.h>

// Each adds `bias` (one row, may be null) to `x` first. The forms for training leave the slopes in
// place of `x`, so that the backward pass is a product and computes no exponential.

/// GELU in its tanh form (Hendrycks and Gimpel, 2016).
void ck_gelu(const float *x, const float *bias, float *output, size_t rows, size_t columns);
void ck_gelu_slope(float *x, const float *bias, float *output, size_t rows, size_t columns);

/// x · logistic(x).
void ck_silu(const float *x, const float *bias, float *output, size_t rows, size_t columns);
void ck_silu_slope(float *x, const float *bias, float *output, size_t rows, size_t columns);

/// dx = dy ∘ slope, its sums by column added to `dbias` (may be null); `dx` may be `dy` or `slope`.
void ck_slope_backward(const float *dy, const float *slope, float *dx, float *dbias, size_t rows,
                       size_t columns);

/// SwiGLU (Shazeer, 2020): rows [a | b] of 2 · columns give silu(a) ∘ b.
void ck_swiglu(const float *x, const float *bias, float *output, size_t rows, size_t columns);
void ck_swiglu_slope(float *x, const float *bias, float *output, size_t rows, size_t columns);

/// dx = [dy ∘ slope of a | dy ∘ slope of b], rows of 2 · columns; `dx` may be `slope`.
void ck_swiglu_backward(const float *dy, const float *slope, float *dx, float *dbias, size_t rows,
                        size_t columns);

#endif
