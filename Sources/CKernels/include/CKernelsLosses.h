#ifndef MARTLET_CKERNELS_LOSSES_H
#define MARTLET_CKERNELS_LOSSES_H

#include <stddef.h>
#include <stdint.h>

/// What a loss over sampled candidates is.
typedef enum {
    /// Cross-entropy of the softmax over the target and the negatives.
    CK_SOFTMAX,
    /// Binary cross-entropy of the target, to the power of beta, and of each negative.
    CK_BINARY
} ck_candidate_loss;

/// A loss of `rows` hidden states, each against its target and `negatives` shared candidates.
///
/// The logit of a candidate is `scale · hidden · embedding - correction`. A negative that is the
/// row's target takes no part.
typedef struct {
    ck_candidate_loss kind;
    size_t rows, negatives, size;
    /// Rows of `size` floats each, without gaps.
    const float *hidden, *target, *negative;
    const int32_t *target_ids, *negative_ids;
    /// Subtracted from logits (log Q); NULL: zeros.
    const float *target_correction, *negative_correction;
    /// The weight of each row in loss and gradients; NULL: ones.
    const float *weights;
    float scale;
    /// CK_BINARY: the exponent of the target's probability (gBCE).
    float beta;
    /// Multiplies gradients, not the loss: one over the rows of the whole step.
    float gradient_scale;
    /// Written.
    float *hidden_gradient, *target_gradient;
    /// Added to.
    float *negative_gradient;
    /// `ck_sampled_scratch` floats, 64-byte aligned.
    float *scratch;
} ck_sampled;

size_t ck_sampled_scratch(size_t negatives, size_t size);

/// The cross-entropy of the softmax over all items; no row of logits is ever held as a whole.
typedef struct {
    size_t rows, items, size;
    const float *hidden, *items_table;
    /// Each in 0..<items.
    const int32_t *target_ids;
    /// Added to the items' logits; NULL: zeros.
    const float *bias;
    const float *weights;
    float scale, gradient_scale;
    /// Written; with NULL only the loss is computed.
    float *hidden_gradient;
    /// Added to.
    float *items_gradient;
    /// `ck_full_scratch` floats, 64-byte aligned.
    float *scratch;
} ck_full;

size_t ck_full_scratch(size_t rows, size_t size);

/// A loss of `count` predictions, each against its own label.
typedef struct {
    size_t count;
    const float *predictions, *labels;
    /// NULL: ones.
    const float *weights;
    float gradient_scale;
    /// Written.
    float *gradient;
} ck_elementwise;

#endif
