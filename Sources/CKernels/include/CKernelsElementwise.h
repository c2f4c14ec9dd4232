#ifndef MARTLET_CKERNELS_ELEMENTWISE_H
#define MARTLET_CKERNELS_ELEMENTWISE_H

#include <stddef.h>

/// y += factor · x.
void ck_axpy(float factor, const float *x, float *y, size_t count);

/// x *= factor.
void ck_scale(float factor, float *x, size_t count);

/// output = a + b; `output` may be either.
void ck_add(const float *a, const float *b, float *output, size_t count);

/// output = a ∘ b; `output` may be either.
void ck_multiply(const float *a, const float *b, float *output, size_t count);

/// output = eˣ, relative error 1.5e-7; 0 below −87.3, ∞ above 88.7; `output` may be `x`.
void ck_exp(const float *x, float *output, size_t count);

/// Adds `row` to each row of `x`.
void ck_add_row(const float *row, float *x, size_t rows, size_t columns);

/// Adds to `sums` the sum of each column.
void ck_column_sums(const float *x, float *sums, size_t rows, size_t columns);

#endif
