#include "CKernelsScan.h"
#include "kernel.h"
#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

CK_CLONES float ck_magnitude(const float *values, size_t count) {
    uint32_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, values + i, sizeof bits);
        bits &= 0x7FFFFFFFu;
        largest = bits > largest ? bits : largest;
    }
    float result;
    memcpy(&result, &largest, sizeof result);
    return result <= 0x1.fffffep127f ? result : INFINITY;
}

CK_CLONES void ck_quantise(const float *values, float scale, int8_t *output, size_t count) {
    float inverse = scale >= 0x1p-126f ? 1 / scale : 0; // a subnormal has no inverse
    for (size_t i = 0; i < count; i++) {
        float value = __builtin_elementwise_rint(values[i] * inverse);
        value = value < 127 ? value : 127;
        output[i] = (int8_t)(value > -127 ? value : -127);
    }
}

// Bytes of a group for four dimensions.
#define QUAD (4 * CK_GROUP)

CK_CLONES static void scan_portable(const int8_t *table, const float *scales, const int8_t *query,
                                    const uint16_t *allowed, size_t groups, size_t quads,
                                    float *scores) {
    for (size_t group = 0; group < groups; group++, table += quads * QUAD) {
        if (allowed && allowed[group] == 0) continue;
        int32_t sums[CK_GROUP] = {0};
        for (size_t quad = 0; quad < quads; quad++) {
            const int8_t *restrict bytes = table + quad * QUAD, *q = query + 4 * quad;
            for (size_t i = 0; i < CK_GROUP; i++) {
                sums[i] += bytes[4 * i] * q[0] + bytes[4 * i + 1] * q[1] + bytes[4 * i + 2] * q[2]
                    + bytes[4 * i + 3] * q[3];
            }
        }
        for (size_t i = 0; i < CK_GROUP; i++)
            scores[group * CK_GROUP + i] = (float)sums[i] * scales[group * CK_GROUP + i];
    }
}

#if defined(__x86_64__)

CK_INLINE int32_t quad_of(const int8_t *query, size_t quad) {
    int32_t bytes;
    memcpy(&bytes, query + 4 * quad, sizeof bytes);
    return bytes;
}

// maddubs wants one factor unsigned: the sign of the query goes to the table's bytes. With no byte
// at −128 its sums of two products, at most 2 · 127², stay within 16 bits.
__attribute__((target("avx2"))) static void scan_avx2(const int8_t *table, const float *scales,
                                                      const int8_t *query,
                                                      const uint16_t *allowed, size_t groups,
                                                      size_t quads, float *scores) {
    __m256i ones = _mm256_set1_epi16(1);
    for (size_t group = 0; group < groups; group++, table += quads * QUAD) {
        if (allowed && allowed[group] == 0) continue;
        __m256i low = _mm256_setzero_si256(), high = low;
        for (size_t quad = 0; quad < quads; quad++) {
            __m256i q = _mm256_set1_epi32(quad_of(query, quad)), size = _mm256_abs_epi8(q);
            const __m256i *bytes = (const __m256i *)(table + quad * QUAD);
            __m256i a = _mm256_sign_epi8(_mm256_loadu_si256(bytes), q);
            __m256i b = _mm256_sign_epi8(_mm256_loadu_si256(bytes + 1), q);
            a = _mm256_madd_epi16(_mm256_maddubs_epi16(size, a), ones);
            b = _mm256_madd_epi16(_mm256_maddubs_epi16(size, b), ones);
            low = _mm256_add_epi32(low, a);
            high = _mm256_add_epi32(high, b);
        }
        const float *scale = scales + group * CK_GROUP;
        float *out = scores + group * CK_GROUP;
        _mm256_storeu_ps(out, _mm256_mul_ps(_mm256_cvtepi32_ps(low), _mm256_loadu_ps(scale)));
        _mm256_storeu_ps(out + 8,
                         _mm256_mul_ps(_mm256_cvtepi32_ps(high), _mm256_loadu_ps(scale + 8)));
    }
}

// dpbusd wants one factor unsigned: 128 is added to the table's bytes, and 128 Σ query taken off.
__attribute__((target("avx512f,avx512bw,avx512vnni"))) static void
scan_vnni(const int8_t *table, const float *scales, const int8_t *query, const uint16_t *allowed,
          size_t groups, size_t quads, float *scores) {
    int32_t total = 0;
    for (size_t j = 0; j < 4 * quads; j++) total += query[j];
    __m512i flip = _mm512_set1_epi8((char)0x80), start = _mm512_set1_epi32(-128 * total);
    for (size_t group = 0; group < groups; group++, table += quads * QUAD) {
        if (allowed && allowed[group] == 0) continue;
        __m512i even = start, odd = _mm512_setzero_si512();
        size_t quad = 0;
        for (; quad + 2 <= quads; quad += 2) {
            __m512i a = _mm512_loadu_si512(table + quad * QUAD);
            __m512i b = _mm512_loadu_si512(table + quad * QUAD + QUAD);
            even = _mm512_dpbusd_epi32(even, _mm512_xor_si512(a, flip),
                                       _mm512_set1_epi32(quad_of(query, quad)));
            odd = _mm512_dpbusd_epi32(odd, _mm512_xor_si512(b, flip),
                                      _mm512_set1_epi32(quad_of(query, quad + 1)));
        }
        if (quad < quads) {
            __m512i a = _mm512_loadu_si512(table + quad * QUAD);
            even = _mm512_dpbusd_epi32(even, _mm512_xor_si512(a, flip),
                                       _mm512_set1_epi32(quad_of(query, quad)));
        }
        __m512 sums = _mm512_cvtepi32_ps(_mm512_add_epi32(even, odd));
        __m512 scale = _mm512_loadu_ps(scales + group * CK_GROUP);
        _mm512_storeu_ps(scores + group * CK_GROUP, _mm512_mul_ps(sums, scale));
    }
}

int ck_bytes_best(void) {
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw"))
        return CK_BYTES_VNNI;
    return __builtin_cpu_supports("avx2") ? CK_BYTES_AVX2 : CK_BYTES_PORTABLE;
}

void ck_scan_bytes(int way, const int8_t *table, const float *scales, const int8_t *query,
                   const uint16_t *allowed, size_t groups, size_t quads, float *scores) {
    switch (way) {
    case CK_BYTES_VNNI:
        scan_vnni(table, scales, query, allowed, groups, quads, scores);
        break;
    case CK_BYTES_AVX2:
        scan_avx2(table, scales, query, allowed, groups, quads, scores);
        break;
    default: scan_portable(table, scales, query, allowed, groups, quads, scores);
    }
}

#else

int ck_bytes_best(void) { return CK_BYTES_PORTABLE; }

void ck_scan_bytes(int way, const int8_t *table, const float *scales, const int8_t *query,
                   const uint16_t *allowed, size_t groups, size_t quads, float *scores) {
    (void)way;
    scan_portable(table, scales, query, allowed, groups, quads, scores);
}

#endif
