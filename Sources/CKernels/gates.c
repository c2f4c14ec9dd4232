#include "CKernelsGates.h"
#include "exponential.h"

CK_CLONES void ck_gate(float *gate, const float *bias, float *branch, float *kept, size_t rows,
                       size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
#pragma clang loop vectorize(assume_safety)
        for (size_t j = 0; j < columns; j++) {
            float share = logistic_of(gate[start + j] + bias[j]).value;
            float value = branch[start + j];
            gate[start + j] = share;
            kept[start + j] = value;
            branch[start + j] = value * share;
        }
    }
}

CK_CLONES void ck_gate_backward(const float *dy, const float *kept, const float *gate,
                                float *dbranch, float *dgate, size_t count) {
#pragma clang loop vectorize(assume_safety)
    for (size_t j = 0; j < count; j++) {
        dbranch[j] = dy[j] * gate[j];
        dgate[j] = dy[j] * kept[j] * gate[j] * (1 - gate[j]);
    }
}
