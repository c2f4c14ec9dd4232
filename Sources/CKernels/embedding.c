#include "CKernelsEmbedding.h"
#include "kernel.h"

// Rows of a large table come from memory in no order: asked for this many rows ahead.
#define AHEAD 8

CK_INLINE void prefetch_row(const float *row, size_t columns) {
    for (size_t j = 0; j < columns; j += 16) __builtin_prefetch(row + j);
}

CK_INLINE void gather_row(const ck_lookup *lookups, size_t count, size_t row, float *output,
                          size_t columns) {
    CK_FAST
    if (count == 0) {
        for (size_t j = 0; j < columns; j++) output[j] = 0;
        return;
    }
    const float *first = lookups[0].table + (size_t)lookups[0].indices[row] * columns;
    float scale = lookups[0].scale;
    if (count == 1) {
        for (size_t j = 0; j < columns; j++) output[j] = scale * first[j];
        return;
    }
    const float *second = lookups[1].table + (size_t)lookups[1].indices[row] * columns;
    float other = lookups[1].scale;
    for (size_t j = 0; j < columns; j++) output[j] = scale * first[j] + other * second[j];
    for (size_t k = 2; k < count; k++) {
        const float *more = lookups[k].table + (size_t)lookups[k].indices[row] * columns;
        float factor = lookups[k].scale;
        for (size_t j = 0; j < columns; j++) output[j] += factor * more[j];
    }
}

CK_CLONES void ck_gather(const ck_lookup *lookups, size_t count, float *restrict output,
                         size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        if (row + AHEAD < rows) {
            for (size_t k = 0; k < count; k++) {
                size_t next = (size_t)lookups[k].indices[row + AHEAD];
                prefetch_row(lookups[k].table + next * columns, columns);
            }
        }
        if (columns == 64)
            gather_row(lookups, count, row, output + row * 64, 64);
        else
            gather_row(lookups, count, row, output + row * columns, columns);
    }
}

CK_INLINE void scatter_row(const float *restrict gradient, float scale, float *restrict to,
                           size_t columns) {
    CK_FAST
    for (size_t j = 0; j < columns; j++) to[j] += scale * gradient[j];
}

CK_CLONES void ck_scatter_add(const float *gradient, const int32_t *indices, float scale,
                              float *table, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        if (row + AHEAD < rows)
            prefetch_row(table + (size_t)indices[row + AHEAD] * columns, columns);
        float *to = table + (size_t)indices[row] * columns;
        if (columns == 64)
            scatter_row(gradient + row * 64, scale, to, 64);
        else
            scatter_row(gradient + row * columns, scale, to, columns);
    }
}
