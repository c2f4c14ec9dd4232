#include "CKernelsEncoder.h"
#include "exponential.h"

// erf by Abramowitz and Stegun, 7.1.26: off by at most 1.5e-7.
CK_INLINE float gelu(float x) {
    float z = x * 0.70710678f, magnitude = z < 0 ? -z : z;
    float t = 1 / (1 + 0.3275911f * magnitude);
    float p = 1.061405429f * t - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    float tail = 0.5f * p * t * exponential(-magnitude * magnitude);
    return x * (z < 0 ? tail : 1 - tail);
}

CK_CLONES void ck_gelu_exact(const float *x, float *output, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < count; i++) output[i] = gelu(x[i]);
}
