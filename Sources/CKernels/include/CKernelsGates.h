#ifndef MARTLET_CKERNELS_GATES_H
#define MARTLET_CKERNELS_GATES_H

#include <stddef.h>

/// Replaces `gate` by σ(gate + bias), keeps `branch`, and multiplies it by the gate.
void ck_gate(float *gate, const float *bias, float *branch, float *kept, size_t rows,
             size_t columns);

/// From the gradient of the product: that of the branch, and that of the gate before σ. Neither
/// may be `dy`.
void ck_gate_backward(const float *dy, const float *kept, const float *gate, float *dbranch,
                      float *dgate, size_t count);

#endif
