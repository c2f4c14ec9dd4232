#ifndef MARTLET_CKERNELS_OPTIMISER_H
#define MARTLET_CKERNELS_OPTIMISER_H

#include <stddef.h>
#include <stdint.h>

/// One step of AdamW (Loshchilov and Hutter, 2019), in the form of PyTorch.
typedef struct {
    /// Learning rate / (1 − β1ᵗ).
    float rate;
    /// 1 − learning rate · weight decay.
    float shrink;
    float beta1, beta2, epsilon;
    /// 1 / √(1 − β2ᵗ).
    float correction;
    /// Factor of the gradient: that of clipping.
    float gradient_scale;
    /// From 1.
    int32_t number;
} ck_adamw_step;

/// Steps `count` weights with first and second moments, and clears the gradient.
void ck_adamw(float *weights, float *first, float *second, float *gradient, size_t count,
              const ck_adamw_step *step);

/// Steps the rows that `rows` names, each with the row of `gradient` at its place in the list.
/// `last`, if not null, holds the last step of each row of the table, and is brought up to date: a
/// row's moments and weights first decay by the steps that it has missed. The gradient is left as
/// it is.
void ck_adamw_rows(float *weights, float *first, float *second, const float *gradient,
                   const int32_t *rows, int32_t *last, size_t count, size_t columns,
                   const ck_adamw_step *step);

/// Σ a².
double ck_sum_squares(const float *a, size_t count);

/// average = decay · average + (1 − decay) · values.
void ck_average(float *average, const float *values, float decay, size_t count);

#endif
