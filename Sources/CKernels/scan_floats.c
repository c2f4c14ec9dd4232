#include "CKernelsScan.h"
#include "kernel.h"
#include <string.h>

CK_INLINE void add_products(const float *restrict table, float query, float *restrict sums) {
    CK_FAST
    for (size_t i = 0; i < CK_GROUP; i++) sums[i] += table[i] * query;
}

CK_CLONES void ck_scan_floats(const float *table, const float *query, const uint16_t *allowed,
                              size_t groups, size_t columns, float *scores) {
    for (size_t group = 0; group < groups; group++, table += columns * CK_GROUP) {
        if (allowed && allowed[group] == 0) continue;
        // Two sums for each item, so that an addition need not wait for the one before.
        float even[CK_GROUP] = {0}, odd[CK_GROUP] = {0};
        size_t j = 0;
        for (; j + 2 <= columns; j += 2) {
            add_products(table + j * CK_GROUP, query[j], even);
            add_products(table + (j + 1) * CK_GROUP, query[j + 1], odd);
        }
        if (j < columns) add_products(table + j * CK_GROUP, query[j], even);
        for (size_t i = 0; i < CK_GROUP; i++) scores[group * CK_GROUP + i] = even[i] + odd[i];
    }
}

CK_INLINE int any_above(const float *scores, float threshold) {
    int above = 0;
    for (size_t i = 0; i < CK_GROUP; i++) above |= scores[i] > threshold;
    return above;
}

CK_INLINE uint64_t key(float score, uint32_t item) {
    score += 0; // −0 and 0 are one score
    uint32_t bits;
    memcpy(&bits, &score, sizeof bits);
    bits = bits >> 31 ? ~bits : bits | 0x80000000u;
    return (uint64_t)bits << 32 | (uint32_t)~item;
}

CK_CLONES size_t ck_collect_above(const float *scores, const uint16_t *allowed, size_t count,
                                  float threshold, uint32_t first, uint64_t *keys) {
    size_t found = 0;
    for (size_t start = 0; start < count; start += CK_GROUP) {
        uint32_t bits = allowed ? allowed[start / CK_GROUP] : 0xFFFF;
        size_t length = count - start < CK_GROUP ? count - start : CK_GROUP;
        if (bits == 0 || (length == CK_GROUP && !any_above(scores + start, threshold))) continue;
        for (size_t i = 0; i < length; i++) {
            float score = scores[start + i];
            if ((bits >> i & 1) && score > threshold)
                keys[found++] = key(score, first + (uint32_t)(start + i));
        }
    }
    return found;
}
