#include "CKernelsCache.h"
#include "exponential.h"

CK_CLONES void ck_to_half(const float *from, uint16_t *to, size_t count) {
    _Float16 *halves = (_Float16 *)to;
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) halves[i] = (_Float16)from[i];
}

CK_INLINE float dot_half(const float *restrict a, const _Float16 *restrict b, size_t count) {
    CK_FAST
    float sum = 0;
#pragma clang loop vectorize(assume_safety) interleave_count(2)
    for (size_t i = 0; i < count; i++) sum += a[i] * (float)b[i];
    return sum;
}

CK_INLINE void attend(const float *query, const _Float16 *keys, size_t stride, size_t rows,
                      size_t values, size_t size, float scale, float *scores, float *output) {
    CK_FAST
    float highest = -3e38f;
    for (size_t row = 0; row < rows; row++) {
        float score = scale * dot_half(query, keys + row * stride, size);
        scores[row] = score;
        highest = score > highest ? score : highest;
    }
    for (size_t i = 0; i < size; i++) output[i] = 0;
    float sum = 0;
#pragma clang loop vectorize(assume_safety)
    for (size_t row = 0; row < rows; row++) {
        float power = exponential(scores[row] - highest);
        scores[row] = power;
        sum += power;
    }
    float share = rows ? 1 / sum : 0;
    for (size_t row = 0; row < rows; row++) {
        const _Float16 *value = keys + row * stride + values;
        float weight = scores[row] * share;
#pragma clang loop vectorize(assume_safety)
        for (size_t i = 0; i < size; i++) output[i] += weight * (float)value[i];
    }
}

CK_CLONES void ck_attend_half(const float *query, const uint16_t *cache, size_t stride,
                              size_t rows, size_t heads, size_t size, float *scores,
                              float *output) {
    float scale = 1 / __builtin_sqrtf((float)size);
    for (size_t head = 0; head < heads; head++) {
        size_t start = head * size;
        attend(query + start, (const _Float16 *)cache + start, stride, rows, heads * size, size,
               scale, scores, output + start);
    }
}
