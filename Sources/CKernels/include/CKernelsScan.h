#ifndef MARTLET_CKERNELS_SCAN_H
#define MARTLET_CKERNELS_SCAN_H

#include <stddef.h>
#include <stdint.h>

// The scan of a table of vectors, a block of items at a time. Items come in groups of 16, and a
// group holds the first dimension of each of its items, then the second: so no sum has to be taken
// across a vector. `allowed`, where it is not null, has 16 bits for each group, and a group without
// any is skipped: its scores are left as they are.

/// Items of a group.
#define CK_GROUP 16

/// scores[i] = item i · query, for `groups` whole groups of vectors of `columns` floats.
void ck_scan_floats(const float *table, const float *query, const uint16_t *allowed, size_t groups,
                    size_t columns, float *scores);

/// The largest absolute value; NaN counts as infinite.
float ck_magnitude(const float *values, size_t count);

/// Rounds values / scale to −127…127.
void ck_quantise(const float *values, float scale, int8_t *output, size_t count);

/// How products of bytes are computed; higher ones need what the processor may not have.
enum { CK_BYTES_PORTABLE = 0, CK_BYTES_AVX2 = 1, CK_BYTES_VNNI = 2 };

/// The best way that this processor has.
int ck_bytes_best(void);

/// scores[i] = scales[i] · Σ bytes, exact in integers, for `groups` whole groups.
///
/// Dimensions come in fours here: a group holds the first four of each of its items, then the next.
/// `query` has 4 · `quads` bytes; no byte of either is −128.
void ck_scan_bytes(int way, const int8_t *table, const float *scales, const int8_t *query,
                   const uint16_t *allowed, size_t groups, size_t quads, float *scores);

/// Appends a key for each score above `threshold` that is allowed, and returns how many: the
/// larger key is the better one. A key is the score, as bits that order like it, above the
/// complement of the item's number, which is `first` plus its place. NaN is above nothing.
size_t ck_collect_above(const float *scores, const uint16_t *allowed, size_t count,
                        float threshold, uint32_t first, uint64_t *keys);

#endif
