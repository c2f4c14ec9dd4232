#ifndef MARTLET_CKERNELS_CACHE_H
#define MARTLET_CKERNELS_CACHE_H

#include <stddef.h>
#include <stdint.h>

// What is remembered of a shopper stands in half precision (IEEE 754 binary16): as bits here, for
// not every compiler lets the type through an interface.

/// Rounds floats to halves; what is too large becomes infinite.
void ck_to_half(const float *from, uint16_t *to, size_t count);

/// One query against the cached keys and values of `rows` events: softmax attention of `heads`
/// heads of `size` columns, scores scaled by 1 / √size.
///
/// The keys of a row lie at `cache + row · stride`, its values `heads · size` halves later.
/// `scores` holds `rows` floats of scratch. No rows give zeros.
void ck_attend_half(const float *query, const uint16_t *cache, size_t stride, size_t rows,
                    size_t heads, size_t size, float *scores, float *output);

#endif
