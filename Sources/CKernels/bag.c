#include "CKernelsBag.h"
#include "kernel.h"

// Rows of a large table come from memory in no order: asked for this many ahead.
#define AHEAD 6

CK_INLINE void prefetch_row(const float *row, size_t columns) {
    for (size_t j = 0; j < columns; j += 16) __builtin_prefetch(row + j);
}

CK_CLONES void ck_bag(const float *table, const int32_t *indices, const float *weights,
                      const int32_t *offsets, size_t rows, size_t columns,
                      float *restrict output) {
    const int32_t end = offsets[rows];
    for (size_t row = 0; row < rows; row++) {
        float *sum = output + row * columns;
        for (size_t j = 0; j < columns; j++) sum[j] = 0;
        for (int32_t k = offsets[row]; k < offsets[row + 1]; k++) {
            if (k + AHEAD < end) prefetch_row(table + (size_t)indices[k + AHEAD] * columns, columns);
            const float *from = table + (size_t)indices[k] * columns;
            const float weight = weights[k];
            for (size_t j = 0; j < columns; j++) sum[j] += weight * from[j];
        }
    }
}

CK_CLONES void ck_bag_scatter(const float *gradient, const int32_t *indices, const float *weights,
                              const int32_t *offsets, size_t rows, size_t columns,
                              float *restrict table) {
    const int32_t end = offsets[rows];
    for (size_t row = 0; row < rows; row++) {
        const float *from = gradient + row * columns;
        for (int32_t k = offsets[row]; k < offsets[row + 1]; k++) {
            if (k + AHEAD < end) prefetch_row(table + (size_t)indices[k + AHEAD] * columns, columns);
            float *to = table + (size_t)indices[k] * columns;
            const float weight = weights[k];
            for (size_t j = 0; j < columns; j++) to[j] += weight * from[j];
        }
    }
}
