#include "CKernelsRotation.h"
#include "kernel.h"

CK_INLINE void rotate(float *restrict low, float *restrict high, const float *restrict cosines,
                      const float *restrict sines, float direction, size_t half) {
    CK_FAST
    for (size_t j = 0; j < half; j++) {
        float a = low[j], b = high[j], sine = direction * sines[j];
        low[j] = a * cosines[j] - b * sine;
        high[j] = a * sine + b * cosines[j];
    }
}

CK_CLONES void ck_rotate(const ck_rotation *call) {
    const size_t size = call->size, half = size / 2;
    for (size_t i = 0; i < call->rows; i++) {
        const size_t angle = (size_t)call->positions[i] * half;
        float *row = call->values + i * call->row;
        for (size_t part = 0; part < call->parts; part++) {
            float *low = row + part * size;
            if (half == 16)
                rotate(low, low + 16, call->cosines + angle, call->sines + angle,
                       call->direction, 16);
            else
                rotate(low, low + half, call->cosines + angle, call->sines + angle,
                       call->direction, half);
        }
    }
}
