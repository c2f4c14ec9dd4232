#include "CKernelsVectors.h"
#include "kernel.h"

CK_CLONES float ck_dot(const float *a, const float *b, size_t count) {
    CK_FAST
    float sum = 0;
    for (size_t i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}
