#include "CKernelsColumns.h"
#include "kernel.h"

void ck_bits_set(uint64_t *bits, const uint16_t *ordinals, size_t count) {
    for (size_t i = 0; i < count; i++) bits[ordinals[i] / 64] |= 1ull << (ordinals[i] % 64);
}

CK_CLONES void ck_lists_count(const uint64_t *bits, const uint32_t *ends, size_t keys,
                              const uint16_t *ordinals, uint32_t *counts) {
    for (size_t key = 0; key < keys; key++) {
        uint32_t count = 0;
        for (uint32_t i = ends[key]; i < ends[key + 1]; i++)
            count += bits[ordinals[i] / 64] >> (ordinals[i] % 64) & 1;
        counts[key] = count;
    }
}

void ck_rows_count(const uint64_t *bits, size_t words, const uint32_t *row_ends,
                   const uint32_t *rows, uint32_t first, uint32_t keys, uint32_t *counts) {
    for (size_t word = 0; word < words; word++) {
        for (uint64_t rest = bits[word]; rest; rest &= rest - 1) {
            size_t row = word * 64 + (size_t)__builtin_ctzll(rest);
            for (uint32_t i = row_ends[row]; i < row_ends[row + 1]; i++)
                if (rows[i] - first < keys) counts[rows[i] - first]++;
        }
    }
}
