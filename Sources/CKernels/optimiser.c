#include "CKernelsOptimiser.h"
#include "kernel.h"
#include <math.h>

// Rows that are asked for ahead of their turn.
#define AHEAD 8
// Squares are summed in floats this far, then in doubles.
#define BLOCK 1024

CK_INLINE void adamw(float *restrict weights, float *restrict first, float *restrict second,
                     const float *gradient, size_t count, const ck_adamw_step *step) {
    CK_FAST
    float rate = step->rate, shrink = step->shrink, beta1 = step->beta1, beta2 = step->beta2;
    float epsilon = step->epsilon, correction = step->correction, scale = step->gradient_scale;
    for (size_t i = 0; i < count; i++) {
        float g = gradient[i] * scale;
        float m = beta1 * first[i] + (1 - beta1) * g;
        float v = beta2 * second[i] + (1 - beta2) * (g * g);
        first[i] = m;
        second[i] = v;
        weights[i] = weights[i] * shrink - rate * m / (__builtin_elementwise_sqrt(v) * correction + epsilon);
    }
}

CK_CLONES void ck_adamw(float *weights, float *first, float *second, float *gradient,
                        size_t count, const ck_adamw_step *step) {
    for (size_t start = 0; start < count; start += BLOCK) {
        size_t length = count - start < BLOCK ? count - start : BLOCK;
        adamw(weights + start, first + start, second + start, gradient + start, length, step);
        for (size_t i = 0; i < length; i++) gradient[start + i] = 0;
    }
}

CK_INLINE void prefetch_rows(const float *weights, const float *first, const float *second,
                             size_t columns) {
    for (size_t j = 0; j < columns; j += 16) {
        __builtin_prefetch(weights + j, 1);
        __builtin_prefetch(first + j, 1);
        __builtin_prefetch(second + j, 1);
    }
}

static void decay(float *row, float factor, size_t columns) {
    for (size_t j = 0; j < columns; j++) row[j] *= factor;
}

CK_CLONES void ck_adamw_rows(float *weights, float *first, float *second, const float *gradient,
                             const int32_t *rows, int32_t *last, size_t count, size_t columns,
                             const ck_adamw_step *step) {
    for (size_t place = 0; place < count; place++) {
        if (place + AHEAD < count) {
            size_t next = (size_t)rows[place + AHEAD] * columns;
            prefetch_rows(weights + next, first + next, second + next, columns);
        }
        size_t start = (size_t)rows[place] * columns;
        if (last) {
            float missed = (float)(step->number - 1 - last[rows[place]]);
            last[rows[place]] = step->number;
            if (missed > 0) {
                decay(first + start, powf(step->beta1, missed), columns);
                decay(second + start, powf(step->beta2, missed), columns);
                decay(weights + start, powf(step->shrink, missed), columns);
            }
        }
        const float *row = gradient + place * columns;
        if (columns == 64)
            adamw(weights + start, first + start, second + start, row, 64, step);
        else
            adamw(weights + start, first + start, second + start, row, columns, step);
    }
}

CK_CLONES double ck_sum_squares(const float *a, size_t count) {
    CK_FAST
    double sum = 0;
    for (size_t start = 0; start < count; start += BLOCK) {
        size_t end = count - start < BLOCK ? count : start + BLOCK;
        float part = 0;
        for (size_t i = start; i < end; i++) part += a[i] * a[i];
        sum += (double)part;
    }
    return sum;
}

CK_CLONES void ck_average(float *restrict average, const float *restrict values, float decay,
                          size_t count) {
    CK_FAST
    for (size_t i = 0; i < count; i++) average[i] += (1 - decay) * (values[i] - average[i]);
}
