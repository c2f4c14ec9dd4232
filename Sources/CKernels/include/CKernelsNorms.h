#ifndef MARTLET_CKERNELS_NORMS_H
#define MARTLET_CKERNELS_NORMS_H

#include "CKernelsDropout.h"
#include <stddef.h>

// Layer norm (Ba et al., 2016) where there is a bias, RMS norm (Zhang and Sennrich, 2019) where
// `bias` is null: then no mean is taken. `moments` holds mean and 1 / deviation of each row.
// Gradients of parameters are added to what is there.

/// output = norm(x); `output` may be `x`.
void ck_norm(const float *x, const float *gain, const float *bias, float *output, float *moments,
             size_t rows, size_t columns, float epsilon);

/// sum = x + dropout(f), output = norm(sum); `sum` may be `x` or `f`, `dropout` may be null.
void ck_norm_add(const float *x, const float *f, const ck_dropout *dropout, const float *gain,
                 const float *bias, float *sum, float *output, float *moments, size_t rows,
                 size_t columns, float epsilon);

/// output = gate ∘ norm(x).
void ck_norm_gate(const float *x, const float *gate, const float *gain, const float *bias,
                  float *output, float *moments, size_t rows, size_t columns, float epsilon);

/// The gradient of `x` from that of the output: added to `dx` if `accumulates`, else stored.
void ck_norm_backward(const float *dy, const float *x, const float *moments, const float *gain,
                      float *dx, int accumulates, float *dgain, float *dbias, size_t rows,
                      size_t columns);

/// Adds to `dsum`, which then is the gradient of `x` too, and stores that of `f`; `df` and
/// `dropout` may be null together, for then it is the same.
void ck_norm_add_backward(const float *dy, const float *sum, const float *moments,
                          const float *gain, const ck_dropout *dropout, float *dsum, float *df,
                          float *dgain, float *dbias, size_t rows, size_t columns);

/// Stores the gradients of `x` and of the gate; either may be `dy`.
void ck_norm_gate_backward(const float *dy, const float *x, const float *gate,
                           const float *moments, const float *gain, const float *bias, float *dx,
                           float *dgate, float *dgain, float *dbias, size_t rows, size_t columns);

#endif
