#ifndef MARTLET_CKERNELS_DROPOUT_H
#define MARTLET_CKERNELS_DROPOUT_H

#include <stddef.h>
#include <stdint.h>

/// Which elements are dropped: a pure function of key, row and column, so that no mask is stored.
typedef struct {
    /// Mixed from seed, step and layer.
    uint64_t key;
    /// The number of the first row among the rows of the whole step.
    uint64_t first_row;
    /// An element is dropped if its 16 bits lie below; 0 drops none.
    uint32_t threshold;
    /// Factor of what is kept.
    float scale;
} ck_dropout;

/// output = dropout(input); `output` may be `input`. Its own backward, on the gradient.
void ck_drop(const float *input, const ck_dropout *dropout, float *output, size_t rows,
             size_t columns);

/// sum = x + dropout(f); `sum` may be `x` or `f`.
void ck_drop_add(const float *x, const float *f, const ck_dropout *dropout, float *sum,
                 size_t rows, size_t columns);

#endif
