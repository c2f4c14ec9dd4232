#ifndef MARTLET_CKERNELS_ATTENTION_H
#define MARTLET_CKERNELS_ATTENTION_H

#include <stddef.h>
#include <stdint.h>

/// Causal attention within each of many sequences that lie behind one another.
///
/// A row of `qkv` holds the queries, keys and values of all heads, `heads · size` floats each.
typedef struct {
    /// Sequence s has the rows from `offsets[s]` up to `offsets[s + 1]`.
    const int32_t *offsets;
    size_t sequences;
    size_t heads, size;
    /// A query sees itself and at most `window - 1` keys before it; 0: all before it.
    size_t window;
    const float *qkv;
    /// Rows of `heads · size`; read by the backward pass.
    float *out;
    /// log Σ exp of the scores, `heads` a row; read by the backward pass.
    float *log_sum_exp;
    /// Backward only: the gradients of `out` and of `qkv`; the latter is written, not added to.
    const float *out_gradient;
    float *qkv_gradient;
    /// `ck_attention_scratch` floats, 64-byte aligned.
    float *scratch;
} ck_attention;

/// Floats of scratch for sequences of at most `longest` rows.
size_t ck_attention_scratch(size_t longest, size_t size);

/// One query row against cached keys and values: what a model computes for a new event.
typedef struct {
    size_t heads, size;
    /// `heads · size` floats each.
    const float *query;
    float *out;
    /// Cached rows: keys and values of all heads; neighbouring rows lie `row` floats apart.
    const float *keys, *values;
    ptrdiff_t row;
    size_t rows;
} ck_attention_decode;

#endif
