#ifndef MARTLET_CKERNELS_BAG_H
#define MARTLET_CKERNELS_BAG_H

#include <stddef.h>
#include <stdint.h>

/// Weighted sums of rows of a table: output[r] = Σ weights[k] · table[indices[k]] over the `k` from
/// offsets[r] up to offsets[r + 1].
void ck_bag(const float *table, const int32_t *indices, const float *weights,
            const int32_t *offsets, size_t rows, size_t columns, float *output);

/// table[indices[k]] += weights[k] · gradient[r], for the same `k`.
void ck_bag_scatter(const float *gradient, const int32_t *indices, const float *weights,
                    const int32_t *offsets, size_t rows, size_t columns, float *table);

#endif
