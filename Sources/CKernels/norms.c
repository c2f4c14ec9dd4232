#include "CKernelsNorms.h"
#include "dropout_row.h"

// Two passes over a row that is in the cache: the difference of large squares would lose digits.
CK_INLINE void row_moments(const float *x, int centred, float epsilon, float *moments,
                           size_t columns) {
    CK_FAST
    float mean = 0, square = 0;
    if (centred) {
        for (size_t j = 0; j < columns; j++) mean += x[j];
        mean /= (float)columns;
    }
    for (size_t j = 0; j < columns; j++) square += (x[j] - mean) * (x[j] - mean);
    moments[0] = mean;
    moments[1] = 1 / __builtin_elementwise_sqrt(square / (float)columns + epsilon);
}

CK_INLINE void row_norm(const float *x, const float *gate, const float *gain, const float *bias,
                        float *output, const float *moments, size_t columns) {
    float mean = moments[0], scale = moments[1];
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < columns; j++) {
        float value = (x[j] - mean) * scale * gain[j] + (bias ? bias[j] : 0);
        output[j] = gate ? gate[j] * value : value;
    }
}

// x̂ = (x - mean) · s; dx = s · (g − mean(g) − x̂ · mean(g ∘ x̂)) with g = dy ∘ gain.
CK_INLINE void row_norm_backward(const float *dy, const float *x, const float *moments,
                                 const float *gain, float *dx, int accumulates, float *dgain,
                                 float *dbias, size_t columns) {
    CK_FAST
    float mean = moments[0], scale = moments[1], sum = 0, product = 0;
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < columns; j++) {
        float normal = (x[j] - mean) * scale, g = dy[j] * gain[j];
        sum += g;
        product += g * normal;
        dgain[j] += dy[j] * normal;
        if (dbias) dbias[j] += dy[j];
    }
    float shift = dbias ? sum / (float)columns : 0, slope = product / (float)columns;
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < columns; j++) {
        float normal = (x[j] - mean) * scale;
        float value = (dy[j] * gain[j] - shift - normal * slope) * scale;
        dx[j] = accumulates ? dx[j] + value : value;
    }
}

CK_INLINE void norm_rows(const float *x, const float *f, const float *gate,
                         const ck_dropout *dropout, const float *gain, const float *bias,
                         float *sum, float *output, float *moments, size_t rows, size_t columns,
                         float epsilon) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        const float *in = x + start;
        if (f) {
            if (dropout)
                dropout_row(x + start, f + start, dropout, row, sum + start, columns);
            else
                add_row(x + start, f + start, sum + start, columns);
            in = sum + start;
        }
        row_moments(in, bias != NULL, epsilon, moments + 2 * row, columns);
        row_norm(in, gate ? gate + start : NULL, gain, bias, output + start, moments + 2 * row,
                 columns);
    }
}

// Constant columns unroll the loops of a row; a constant null drops what is not asked for.
#define WITH_COLUMNS(columns, CALL) \
    switch (columns) { \
    case 64: CALL(64); break; \
    case 128: CALL(128); break; \
    default: CALL(columns); \
    }
#define WITH_BIAS(columns, CALL) \
    if (bias) { \
        WITH_COLUMNS(columns, CALL##_BIAS) \
    } else { \
        WITH_COLUMNS(columns, CALL##_PLAIN) \
    }

CK_CLONES void ck_norm(const float *x, const float *gain, const float *bias, float *output,
                       float *moments, size_t rows, size_t columns, float epsilon) {
#define NORM(n, b) \
    norm_rows(x, NULL, NULL, NULL, gain, b, NULL, output, moments, rows, n, epsilon)
#define NORM_BIAS(n) NORM(n, bias)
#define NORM_PLAIN(n) NORM(n, NULL)
    WITH_BIAS(columns, NORM)
}

CK_CLONES static void norm_add_plain(const float *x, const float *f, const float *gain,
                                     const float *bias, float *sum, float *output, float *moments,
                                     size_t rows, size_t columns, float epsilon) {
#define ADD(n, b) norm_rows(x, f, NULL, NULL, gain, b, sum, output, moments, rows, n, epsilon)
#define ADD_BIAS(n) ADD(n, bias)
#define ADD_PLAIN(n) ADD(n, NULL)
    WITH_BIAS(columns, ADD)
}

CK_CLONES static void norm_add_drop(const float *x, const float *f, const ck_dropout *dropout,
                                    const float *gain, const float *bias, float *sum,
                                    float *output, float *moments, size_t rows, size_t columns,
                                    float epsilon) {
#define DROP(n, b) norm_rows(x, f, NULL, dropout, gain, b, sum, output, moments, rows, n, epsilon)
#define DROP_BIAS(n) DROP(n, bias)
#define DROP_PLAIN(n) DROP(n, NULL)
    WITH_BIAS(columns, DROP)
}

void ck_norm_add(const float *x, const float *f, const ck_dropout *dropout, const float *gain,
                 const float *bias, float *sum, float *output, float *moments, size_t rows,
                 size_t columns, float epsilon) {
    if (dropout && dropout->threshold)
        norm_add_drop(x, f, dropout, gain, bias, sum, output, moments, rows, columns, epsilon);
    else
        norm_add_plain(x, f, gain, bias, sum, output, moments, rows, columns, epsilon);
}

CK_CLONES void ck_norm_gate(const float *x, const float *gate, const float *gain,
                            const float *bias, float *output, float *moments, size_t rows,
                            size_t columns, float epsilon) {
#define GATE(n, b) norm_rows(x, NULL, gate, NULL, gain, b, NULL, output, moments, rows, n, epsilon)
#define GATE_BIAS(n) GATE(n, bias)
#define GATE_PLAIN(n) GATE(n, NULL)
    WITH_BIAS(columns, GATE)
}

CK_INLINE void norm_backward_rows(const float *dy, const float *x, const float *moments,
                                  const float *gain, const ck_dropout *dropout, float *dx,
                                  int accumulates, float *df, float *dgain, float *dbias,
                                  size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        row_norm_backward(dy + start, x + start, moments + 2 * row, gain, dx + start, accumulates,
                          dgain, dbias, columns);
        if (dropout) dropout_row(NULL, dx + start, dropout, row, df + start, columns);
    }
}

#define WITH_DBIAS(columns, CALL) \
    if (dbias) { \
        WITH_COLUMNS(columns, CALL##_BIAS) \
    } else { \
        WITH_COLUMNS(columns, CALL##_PLAIN) \
    }

CK_CLONES void ck_norm_backward(const float *dy, const float *x, const float *moments,
                                const float *gain, float *dx, int accumulates, float *dgain,
                                float *dbias, size_t rows, size_t columns) {
#define STORE(n, b) \
    norm_backward_rows(dy, x, moments, gain, NULL, dx, 0, NULL, dgain, b, rows, n)
#define STORE_BIAS(n) STORE(n, dbias)
#define STORE_PLAIN(n) STORE(n, NULL)
#define SUM(n, b) norm_backward_rows(dy, x, moments, gain, NULL, dx, 1, NULL, dgain, b, rows, n)
#define SUM_BIAS(n) SUM(n, dbias)
#define SUM_PLAIN(n) SUM(n, NULL)
    if (accumulates) {
        WITH_DBIAS(columns, SUM)
    } else {
        WITH_DBIAS(columns, STORE)
    }
}

CK_CLONES static void norm_add_drop_backward(const float *dy, const float *sum,
                                             const float *moments, const float *gain,
                                             const ck_dropout *dropout, float *dsum, float *df,
                                             float *dgain, float *dbias, size_t rows,
                                             size_t columns) {
#define DROPPED(n, b) \
    norm_backward_rows(dy, sum, moments, gain, dropout, dsum, 1, df, dgain, b, rows, n)
#define DROPPED_BIAS(n) DROPPED(n, dbias)
#define DROPPED_PLAIN(n) DROPPED(n, NULL)
    WITH_DBIAS(columns, DROPPED)
}

void ck_norm_add_backward(const float *dy, const float *sum, const float *moments,
                          const float *gain, const ck_dropout *dropout, float *dsum, float *df,
                          float *dgain, float *dbias, size_t rows, size_t columns) {
    if (dropout && df) {
        norm_add_drop_backward(dy, sum, moments, gain, dropout, dsum, df, dgain, dbias, rows,
                               columns);
    } else {
        ck_norm_backward(dy, sum, moments, gain, dsum, 1, dgain, dbias, rows, columns);
    }
}

CK_CLONES void ck_norm_gate_backward(const float *dy, const float *x, const float *gate,
                                     const float *moments, const float *gain, const float *bias,
                                     float *dx, float *dgate, float *dgain, float *dbias,
                                     size_t rows, size_t columns) {
    CK_FAST
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        float mean = moments[2 * row], scale = moments[2 * row + 1], sum = 0, product = 0;
#pragma clang loop vectorize(assume_safety)
        for (size_t j = 0; j < columns; j++) {
            float normal = (x[start + j] - mean) * scale;
            float d = dy[start + j] * gate[start + j], g = d * gain[j];
            sum += g;
            product += g * normal;
            dgain[j] += d * normal;
            if (dbias) dbias[j] += d;
        }
        float shift = dbias ? sum / (float)columns : 0, slope = product / (float)columns;
#pragma clang loop vectorize(assume_safety)
        for (size_t j = 0; j < columns; j++) {
            float normal = (x[start + j] - mean) * scale, d = dy[start + j];
            float g = d * gate[start + j] * gain[j];
            float value = normal * gain[j] + (bias ? bias[j] : 0);
            dx[start + j] = (g - shift - normal * slope) * scale;
            dgate[start + j] = d * value;
        }
    }
}
