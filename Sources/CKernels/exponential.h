// e^x that becomes vectors: Cody and Waite's reduction and a polynomial (as in Cephes' expf).
#ifndef MARTLET_EXPONENTIAL_H
#define MARTLET_EXPONENTIAL_H

#include "kernel.h"
#include <string.h>

// Relative error below 1.5e-7; arguments are held within the range of normal floats. NaN stays.
//
// No CK_FAST here: reassociation would cancel the rounding by a large constant.
CK_INLINE float exponential(float x) {
    x = x < -87.33654f ? -87.33654f : x;
    x = x > 88.37626f ? 88.37626f : x;
    const float rounding = 12582912; // 1.5 · 2²³: leaves the integer in the low bits
    float shifted = x * 1.44269504f + rounding;
    float n = shifted - rounding;
    float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1;
    uint32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 23) + 0x3F800000u;
    float power;
    memcpy(&power, &bits, sizeof power);
    return p * power;
}

typedef struct {
    float value, complement;
} logistic;

// σ(x) and 1 − σ(x), which a difference would leave few digits of.
CK_INLINE logistic logistic_of(float x) {
    float e = exponential(-x), s = 1 / (1 + e);
    logistic result = {s, s * e};
    return result;
}

// x · σ, off by little more than its own rounding.
CK_INLINE float times_logistic(float x, logistic s) {
    return x > 0 ? x - x * s.complement : x * s.value;
}

#endif
