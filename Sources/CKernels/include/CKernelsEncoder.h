#ifndef MARTLET_CKERNELS_ENCODER_H
#define MARTLET_CKERNELS_ENCODER_H

#include <stddef.h>
#include <stdint.h>

/// y = x·wᵀ + bias: a row of `weights` for each column of y, as PyTorch's linear layers store them, so
/// that a mapped file is multiplied where it lies.
///
/// Rows are contiguous, `*_row` floats from the next; y overlaps nothing that is read.
typedef struct {
    size_t rows, columns, inner;
    const float *x;
    ptrdiff_t x_row;
    const float *weights;
    /// `columns` floats, or NULL.
    const float *bias;
    float *y;
    ptrdiff_t y_row;
} ck_projection;

/// Attention in which every token of a sequence sees all of it, over packed sequences.
///
/// A row of `qkv` has the queries of all heads, their keys, their values, `size` floats a head; `out`
/// has one value for each head. Scores are divided by the root of `size`.
typedef struct {
    /// Where each sequence begins and, at the end, the number of rows.
    const int32_t *offsets;
    size_t sequences, heads, size;
    const float *qkv;
    float *out;
    /// `ck_encoder_scratch` floats for the longest sequence.
    float *scratch;
} ck_encoder_attention;

size_t ck_encoder_scratch(size_t longest, size_t size);

/// output = x / 2 · (1 + erf(x / √2)), off by at most 3e-7 · |x|; `output` may be `x`.
void ck_gelu_exact(const float *x, float *output, size_t count);

#endif
