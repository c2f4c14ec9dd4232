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

#endif
