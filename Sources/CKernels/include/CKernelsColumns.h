#ifndef MARTLET_CKERNELS_COLUMNS_H
#define MARTLET_CKERNELS_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

/// Sets the bits of some ordinals.
void ck_bits_set(uint64_t *bits, const uint16_t *ordinals, size_t count);

/// Counts for each of some keys the ordinals of its list, from `ends[key]` to `ends[key + 1]`, whose
/// bit is set.
void ck_lists_count(const uint64_t *bits, const uint32_t *ends, size_t keys,
                    const uint16_t *ordinals, uint32_t *counts);

/// Counts the same by the rows of the documents whose bit is set: row i lies from `row_ends[i]` to
/// `row_ends[i + 1]`, and of its keys those count that are `keys` from `first` on. Adds to `counts`.
void ck_rows_count(const uint64_t *bits, size_t words, const uint32_t *row_ends,
                   const uint32_t *rows, uint32_t first, uint32_t keys, uint32_t *counts);

#endif
