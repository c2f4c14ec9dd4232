// The factors of one row of a dropout mask.
#ifndef MARTLET_DROPOUT_ROW_H
#define MARTLET_DROPOUT_ROW_H

#include "CKernelsDropout.h"
#include "kernel.h"
#include <string.h>

// Columns that are drawn at once.
#define DROPOUT_CHUNK 64

// The key of a row: SplitMix64 (Steele et al., "Fast splittable pseudorandom number generators",
// 2014), so that rows and layers share no sequence.
CK_INLINE uint64_t dropout_row_key(const ck_dropout *dropout, size_t row) {
    uint64_t z = dropout->key + (dropout->first_row + row + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

// 0 or the scale, for the chunk of columns that begins at `first`. One 32-bit hash (lowbias32 of
// C. Wellons' hash-prospector) gives the bits of two columns.
CK_INLINE void dropout_factors(float *restrict factors, uint64_t row_key, size_t first,
                               uint32_t threshold, float scale) {
    uint32_t words[DROPOUT_CHUNK / 2];
    uint16_t bits[DROPOUT_CHUNK];
    uint32_t low = (uint32_t)row_key + (uint32_t)(first / 2) * 0x9E3779B9u;
    uint32_t high = (uint32_t)(row_key >> 32);
    for (uint32_t j = 0; j < DROPOUT_CHUNK / 2; j++) {
        uint32_t h = low + j * 0x9E3779B9u;
        h = (h ^ (h >> 16)) * 0x7FEB352Du;
        h = ((h ^ (h >> 15)) + high) * 0x846CA68Bu;
        words[j] = h ^ (h >> 16);
    }
    memcpy(bits, words, sizeof bits);
    for (size_t j = 0; j < DROPOUT_CHUNK; j++) factors[j] = bits[j] < threshold ? 0 : scale;
}

// sum = x + dropout(f) for one row; without `x` the dropout alone.
CK_INLINE void dropout_row(const float *x, const float *f, const ck_dropout *dropout, size_t row,
                           float *sum, size_t columns) {
    uint64_t key = dropout_row_key(dropout, row);
    for (size_t first = 0; first < columns; first += DROPOUT_CHUNK) {
        float factors[DROPOUT_CHUNK];
        dropout_factors(factors, key, first, dropout->threshold, dropout->scale);
        size_t count = columns - first < DROPOUT_CHUNK ? columns - first : DROPOUT_CHUNK;
        if (x) {
#pragma clang loop vectorize(assume_safety)
            for (size_t j = 0; j < count; j++)
                sum[first + j] = x[first + j] + f[first + j] * factors[j];
        } else {
#pragma clang loop vectorize(assume_safety)
            for (size_t j = 0; j < count; j++) sum[first + j] = f[first + j] * factors[j];
        }
    }
}

CK_INLINE void add_row(const float *x, const float *f, float *sum, size_t columns) {
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < columns; j++) sum[j] = x[j] + f[j];
}

#endif
