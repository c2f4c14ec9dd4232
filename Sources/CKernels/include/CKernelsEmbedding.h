#ifndef MARTLET_CKERNELS_EMBEDDING_H
#define MARTLET_CKERNELS_EMBEDDING_H

#include <stddef.h>
#include <stdint.h>

/// Rows of one table that are looked up: `indices` names one for each row of the result.
typedef struct {
    const float *table;
    const int32_t *indices;
    float scale;
} ck_lookup;

/// output[r] = Σ scale · table[indices[r]] over `count` lookups; zeros if there are none.
void ck_gather(const ck_lookup *lookups, size_t count, float *output, size_t rows,
               size_t columns);

/// table[indices[r]] += scale · gradient[r].
void ck_scatter_add(const float *gradient, const int32_t *indices, float scale, float *table,
                    size_t rows, size_t columns);

#endif
